using System.Text.Json;
using Workflow.Outgoing.A2a;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Agents.A2a;

/// <summary>What the agent has told of one message: its task and what it has made so far. Not thread-safe.</summary>
/// <param name="bytesMax">Of all that it has made.</param>
internal sealed class A2aTask(A2aDialect dialect, int bytesMax)
{
    private readonly List<(string Id, List<JsonElement> Parts)> _artifacts = [];
    private JsonElement _message;
    private bool _isAnswered;
    private string _state = "";

    /// <summary>The agent's own id; null until it has said it.</summary>
    public string? Id { get; set; }

    /// <summary>Whether the agent may still be working on it.</summary>
    public bool IsOpen => Id is not null && !_isAnswered
        && _state is not ("completed" or "failed" or "canceled" or "rejected");

    /// <summary>Takes a task, a message, or an event.</summary>
    /// <param name="isTask">Whether it is known to be a task, without saying so.</param>
    public void Take(JsonElement said, bool isTask = false)
    {
        if (said.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var part = said;
        if (isTask || Is(said, "task", "task", out part))
        {
            Id = Text(part, "id") ?? Id;
            TakeStatus(part);
            if (part.TryGetProperty("artifacts", out var artifacts) && artifacts.ValueKind == JsonValueKind.Array)
            {
                _artifacts.Clear();
                foreach (var artifact in artifacts.EnumerateArray())
                {
                    TakeArtifact(artifact, isMore: false);
                }
            }
        }
        else if (Is(said, "message", "message", out part))
        {
            (_message, _isAnswered) = (part.Clone(), true);
        }
        else if (Is(said, "status-update", "statusUpdate", out part))
        {
            Id = Text(part, "taskId") ?? Id;
            TakeStatus(part);
        }
        else if (Is(said, "artifact-update", "artifactUpdate", out part)
            && part.TryGetProperty("artifact", out var artifact))
        {
            Id = Text(part, "taskId") ?? Id;
            TakeArtifact(
                artifact, part.TryGetProperty("append", out var append) && append.ValueKind == JsonValueKind.True);
        }
    }

    /// <summary>The end of the call; null while there is none.</summary>
    public AgentAnswer? Answer(Redaction redaction)
    {
        string? Said() => AnswerReader.Cut(redaction.Clean(A2aReading.TextOf(_message)));
        return _isAnswered ? Output(redaction) : _state switch
        {
            "completed" => Output(redaction),
            "failed" => AgentAnswer.Refused(500, "The agent failed.", Said()),
            "rejected" => AgentAnswer.Refused(422, "The agent rejected the task.", Said()),
            "canceled" => AgentAnswer.Refused(409, "The agent cancelled the task.", Said()),
            "input-required" => AgentAnswer.Refused(
                422, "The agent asks for more input, which a step cannot give.", Said()),
            "auth-required" => AgentAnswer.WantsLogin(Said()),
            _ => null,
        };
    }

    private AgentAnswer Output(Redaction redaction)
    {
        var made = _artifacts.ConvertAll(artifact => artifact.Parts);
        var output = A2aReading.OutputOf(made.Count > 0 ? made : [A2aReading.PartsOf(_message)]);
        return output.Utf8.Length > bytesMax
            ? AgentAnswer.Unusable($"It is larger than {bytesMax} bytes.")
            : AgentAnswer.Of(redaction.Clean(output));
    }

    private void TakeStatus(JsonElement holder)
    {
        if (holder.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object)
        {
            _state = StateOf(Text(status, "state") ?? "");
            _message = status.TryGetProperty("message", out var message) ? message.Clone() : default;
        }
    }

    private void TakeArtifact(JsonElement artifact, bool isMore)
    {
        var id = Text(artifact, "artifactId") ?? "";
        var parts = A2aReading.PartsOf(artifact.Clone());
        var place = _artifacts.FindIndex(known => known.Id == id);
        if (place < 0)
        {
            _artifacts.Add((id, parts));
        }
        else if (isMore)
        {
            _artifacts[place].Parts.AddRange(parts);
        }
        else
        {
            _artifacts[place] = (id, parts);
        }
    }

    /// <summary>TASK_STATE_INPUT_REQUIRED is input-required.</summary>
    private static string StateOf(string state) =>
        state.Replace("TASK_STATE_", "", StringComparison.Ordinal).Replace('_', '-').ToLowerInvariant();

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private bool Is(JsonElement said, string kind, string member, out JsonElement part)
    {
        part = said;
        return dialect.HasKinds
            ? Text(said, "kind") == kind
            : said.TryGetProperty(member, out part) && part.ValueKind == JsonValueKind.Object;
    }
}
