using System.Text.Json;
using Workflow.Api.Http;
using Workflow.Database.Schema;

namespace Workflow.Api.Agents;

/// <summary>Reads the body that describes an agent, with every error in it.</summary>
public static class AgentBody
{
    private const int EndpointLengthMax = 2_000;
    private const int DescriptionLengthMax = 2_000;
    private const int TimeoutSecondsMax = 604_800;

    private static readonly string[] Members = ["endpoint", "transport", "description", "timeout_seconds", "enabled"];

    /// <returns>The agent, or null when there are errors.</returns>
    public static AgentRow? Read(
        string name, string ownerId, IReadOnlyList<JsonMember> members, List<ProblemError> errors)
    {
        var body = members.ToDictionary(member => member.Name);
        foreach (var unknown in body.Keys.Except(Members))
        {
            errors.Add(new ProblemError(
                $"/{unknown}", null, null, $"'{unknown}' is not known here.", string.Join(", ", Members)));
        }

        var agent = new AgentRow
        {
            Name = name,
            OwnerId = ownerId,
            Transport = Text(body, "transport", 10, errors) ?? "http",
            Endpoint = Text(body, "endpoint", EndpointLengthMax, errors),
            Description = Text(body, "description", DescriptionLengthMax, errors),
            TimeoutSeconds = Seconds(body, errors),
            Enabled = Switch(body, errors),
        };
        CheckEndpoint(agent, errors);
        return errors.Count == 0 ? agent : null;
    }

    private static void CheckEndpoint(AgentRow agent, List<ProblemError> errors)
    {
        const string example = "an absolute http or https URI such as http://127.0.0.1:9001/classify";
        if (agent.Transport is not ("http" or "kafka"))
        {
            Add(errors, "transport", $"'{agent.Transport}' is no transport.", "http or kafka");
        }
        else if (agent.Transport == "kafka" && agent.Endpoint is not null)
        {
            Add(errors, "endpoint",
                "An agent with transport kafka reads workflow.agent.tasks itself; leave endpoint out.", null);
        }
        else if (agent.Transport == "http" && agent.Endpoint is null)
        {
            Add(errors, "endpoint", "An agent with transport http needs an endpoint.", example);
        }
        else if (agent.Transport == "http" && !(Uri.TryCreate(agent.Endpoint, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0))
        {
            Add(errors, "endpoint", $"'{agent.Endpoint}' cannot be called.", example + ", without user or fragment");
        }
    }

    private static string? Text(
        Dictionary<string, JsonMember> body, string name, int lengthMax, List<ProblemError> errors)
    {
        if (!body.TryGetValue(name, out var member) || member.Kind == JsonTokenType.Null)
        {
            return null;
        }

        var text = member.Kind == JsonTokenType.String ? TextOf(member) : null;
        if (text is null || text.Length == 0 || text.Length > lengthMax || text.Contains('\0'))
        {
            Add(errors, name, $"{name} is not taken as it is.", $"a text of 1 to {lengthMax} characters, or null");
            return null;
        }

        return text;
    }

    private static string? TextOf(JsonMember member)
    {
        var reader = new Utf8JsonReader(member.Value.Utf8.Span);
        reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            return null;
        }
    }

    private static int? Seconds(Dictionary<string, JsonMember> body, List<ProblemError> errors)
    {
        if (!body.TryGetValue("timeout_seconds", out var member) || member.Kind == JsonTokenType.Null)
        {
            return null;
        }

        if (member.Kind == JsonTokenType.Number && int.TryParse(member.Value.ToString(), out var seconds)
            && seconds is >= 1 and <= TimeoutSecondsMax)
        {
            return seconds;
        }

        Add(errors, "timeout_seconds", "timeout_seconds is not taken as it is.",
            $"a whole number from 1 to {TimeoutSecondsMax}, or null");
        return null;
    }

    private static bool Switch(Dictionary<string, JsonMember> body, List<ProblemError> errors)
    {
        if (body.TryGetValue("enabled", out var member)
            && member.Kind is not (JsonTokenType.True or JsonTokenType.False))
        {
            Add(errors, "enabled", "enabled is not taken as it is.", "true or false");
        }

        return member.Kind != JsonTokenType.False;
    }

    private static void Add(List<ProblemError> errors, string member, string message, string? expected) =>
        errors.Add(new ProblemError($"/{member}", null, null, message, expected));
}
