using Workflow.Database.Schema;
using Workflow.Execution.Agents;
using Workflow.Model;

namespace Workflow.Registry;

/// <summary>Makes of a registered agent what executors need.</summary>
public static class AgentEntries
{
    /// <param name="before">What it was before, whose schemas are not read again; null for nothing.</param>
    public static AgentEntry Of(AgentRow row, AgentEntry? before)
    {
        var terms = new AgentTerms(row.InputSchema, row.OutputSchema, row.Retry);
        var route = row.Transport is AgentTransport.A2a or AgentTransport.Mcp
            ? new AgentRoute(row.Transport, row.Endpoint ?? "", row.Tool)
            : null;
        return new AgentEntry(
            row.Name,
            route is null ? row.Endpoint : null,
            row.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            row.Enabled,
            row.MaxConcurrency,
            row.Auth)
        {
            Route = route,
            Version = row.Version,
            RateLimit = row.RateLimit,
            Terms = before is null ? terms : terms.Or(before.Terms),
        };
    }
}
