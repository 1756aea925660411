using System.Text.Json.Nodes;
using Workflow.Database.Queries.Explain;
using Workflow.Model;

namespace Workflow.Api.Explain;

/// <summary>An explanation in the making.</summary>
internal sealed class Draft(RunSituation situation)
{
    private readonly List<Reason> _reasons = [];
    private readonly List<NextEvent> _next = [];
    private readonly List<string> _remedies = [];

    public RunSituation Situation => situation;

    public DateTimeOffset Now => situation.Now;

    public bool IsEmpty => _reasons.Count == 0;

    public bool Has(string code) => _reasons.Exists(reason => reason.Code == code);

    public void Because(
        string code, string message, DateTimeOffset? since = null, DateTimeOffset? until = null,
        params ReadOnlySpan<(string Name, JsonNode? Value)> facts)
    {
        var named = new JsonObject();
        foreach (var (name, value) in facts)
        {
            named[name] = value;
        }

        _reasons.Add(new Reason(code, message, since, until, named));
    }

    public void Then(string what, DateTimeOffset? when = null) => _next.Add(new NextEvent(what, when));

    public void Remedy(string text)
    {
        if (!_remedies.Contains(text))
        {
            _remedies.Add(text);
        }
    }

    public RunExplanation Finish()
    {
        var status = situation.Run.Status.ToJson();
        var first = _reasons[0].Message;
        return new RunExplanation(
            situation.Run.RunId, status, $"{char.ToUpperInvariant(status[0])}{status[1..]}: {Lower(first)}", _reasons,
            [.. _next.OrderBy(one => one.When ?? DateTimeOffset.MaxValue)], _remedies);
    }

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
