using System.Globalization;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Events;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.Listen;

/// <summary>Metadata of a listen's step: what it waits for, so that others can tell, and what it took.</summary>
internal static class ListenNotes
{
    private const int WordsMax = 4_000;

    /// <exception cref="JqException">The words for an approval cannot be evaluated.</exception>
    public static RawJson Of(ListenTask task, ListenProgress progress, TaskCall call)
    {
        var types = task.Events.Concat(task.Until?.Events?.Events ?? []).SelectMany(filter => filter.Conditions)
            .Where(condition => condition is { Attribute: "type", Equal: not null })
            .Select(condition => condition.Equal!)
            .Where(type => type.AsString is { } text && EventWait.IsText(text)).Distinct();
        var listen = new List<KeyValuePair<string, JqValue>>
        {
            KeyValuePair.Create("for", JqValue.String(task.For.ToString().ToLowerInvariant())),
            KeyValuePair.Create("types", JqValue.Array(types)),
        };
        if (task.Approval is null)
        {
            listen.Add(KeyValuePair.Create("waits", JqValue.Array(progress.Waits.Select(Wait))));
        }

        var members = new List<KeyValuePair<string, JqValue>>
        {
            KeyValuePair.Create("listen", JqValue.Object(listen)),
        };
        if (task.Approval is { } approval)
        {
            members.Add(KeyValuePair.Create("approval", Approval(approval, call)));
        }

        return new RawJson(JqValue.Object(members).ToUtf8());
    }

    public static RawJson WithTaken(RawJson metadata, IEnumerable<JqValue> events)
    {
        var known = metadata.IsEmpty ? [] : JqValue.Parse(metadata.Utf8.Span).Members;
        var taken = JqValue.Array(events.Select(one => JqValue.Object(
            new[] { "id", "type", "source", "sentby" }
                .Where(name => !one[name].IsNull)
                .Select(name => KeyValuePair.Create(name, one[name])))));
        return new RawJson(JqValue.Object([.. known, KeyValuePair.Create("signals", taken)]).ToUtf8());
    }

    /// <summary>As a row of <c>event_waits</c>, into which a trigger makes it.</summary>
    private static JqValue Wait(EventWait wait) => JqValue.Object(
    [
        KeyValuePair.Create("type", wait.Type is null ? JqValue.Null : JqValue.String(wait.Type)),
        KeyValuePair.Create("from", JqValue.Array(wait.From.Select(JqValue.String))),
        KeyValuePair.Create("key", JqValue.String(wait.Key)),
        KeyValuePair.Create("expected", JqValue.String(wait.Expected)),
    ]);

    private static JqValue Approval(ApprovalSpec approval, TaskCall call)
    {
        var members = new List<KeyValuePair<string, JqValue>>
        {
            KeyValuePair.Create("title", Words(approval.Title, call)),
            KeyValuePair.Create("prompt", Words(approval.Prompt, call)),
        };
        if (call.Node.Timeout is { } timeout)
        {
            var expires = call.StartedAt + timeout.After.Evaluate(call.Input, call.Scope);
            members.Add(KeyValuePair.Create(
                "expires_at", JqValue.String(expires.ToString("O", CultureInfo.InvariantCulture))));
        }

        return JqValue.Object(members);
    }

    /// <summary>As text that any column takes.</summary>
    private static JqValue Words(Template? words, TaskCall call)
    {
        if (words?.Evaluate(call.Input, call.Scope) is not { IsNull: false } value)
        {
            return JqValue.Null;
        }

        var text = (value.AsString ?? value.ToJson()).Replace("\0", "", StringComparison.Ordinal);
        return JqValue.String(Excerpt.Start(text, WordsMax));
    }
}
