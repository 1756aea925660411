using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Runs;

/// <summary>The options that narrow a list of runs, or choose those of a batch.</summary>
internal sealed class RunFilter(TimeProvider time)
{
    public static readonly string[] Statuses = ["pending", "running", "completed", "failed", "cancelled"];

    private readonly Option<string[]> _status = Status();
    private readonly Option<string?> _workflow = new("--workflow")
    {
        Description = "Id, name or namespace/name of the workflow, or name of the agent.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _label = new("--label")
    {
        Description = "A label that they have; several times for several.",
        HelpName = "KEY=VALUE",
    };

    private readonly Option<string?> _businessKey = new("--business-key")
    {
        Description = "The business key that they were started with.",
        HelpName = "KEY",
    };

    private readonly Option<string?> _owner = new("--owner")
    {
        Description = "Whose runs; for admins, who else see everybody's.",
        HelpName = "USER",
    };

    private readonly Option<string?> _since = new("--since")
    {
        Description = "Created then or later: an age such as 2h or 7d, or a time.",
        HelpName = "TIME",
    };

    private readonly Option<string?> _until = new("--until")
    {
        Description = "Created before: an age or a time.",
        HelpName = "TIME",
    };

    private readonly Option<string?> _error = new("--error")
    {
        Description = "Text within the error message, in any case.",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _outputText = new("--output-text")
    {
        Description = "Text within the output, in any case. Needs --since.",
        HelpName = "TEXT",
    };

    public Command AddTo(Command command)
    {
        foreach (var option in (Option[])
            [_status, _workflow, _label, _businessKey, _owner, _since, _until, _error, _outputText])
        {
            command.Options.Add(option);
        }

        return command;
    }

    /// <summary>As parameters of the list's route.</summary>
    public IEnumerable<(string Name, object? Value)> Parameters(ApiCall call) =>
        Body(call).Select(member => (member.Key, (object?)(member.Value switch
        {
            JsonArray several => string.Join(',', several),
            JsonObject pairs => string.Join(',', pairs.Select(pair => $"{pair.Key}={pair.Value}")),
            var value => value?.ToString(),
        })));

    /// <summary>As the member <c>filter</c> of a batch.</summary>
    public JsonObject Body(ApiCall call)
    {
        var now = time.GetUtcNow();
        var statuses = call.Value(_status) is { Length: > 0 } several
            ? new JsonArray([.. several.Select(status => JsonValue.Create(status))])
            : null;
        return Inputs.Body(
            ("status", statuses),
            ("target_id", call.Value(_workflow)),
            ("labels", Inputs.Pairs("--label", call.Value(_label))),
            ("business_key", call.Value(_businessKey)),
            ("owner", call.Value(_owner)),
            ("created_from", Moments.Read("--since", call.Value(_since), now)),
            ("created_to", Moments.Read("--until", call.Value(_until), now)),
            ("error_contains", call.Value(_error)),
            ("output_contains", call.Value(_outputText)));
    }

    private static Option<string[]> Status()
    {
        var option = new Option<string[]>("--status", "-s")
        {
            Description = "pending, running, completed, failed or cancelled; several times for several.",
            HelpName = "STATUS",
        };
        option.Among(Statuses);
        return option;
    }
}
