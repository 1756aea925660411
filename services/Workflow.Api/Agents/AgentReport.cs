using Workflow.Api.Http;
using Workflow.Database.Agents;
using Workflow.Database.Schema;

namespace Workflow.Api.Agents;

/// <summary>Adds to agents how they are.</summary>
public static class AgentReport
{
    private static readonly AgentHealth Unknown = new("unknown", null, null, null);

    /// <returns>In the order given.</returns>
    public static async Task<IReadOnlyList<AgentDetail>> OfAsync(
        IReadOnlyList<AgentRow> agents, Caller caller, AgentReports reports, CancellationToken ct)
    {
        var (conditions, traffic) = await reports.ReadAsync([.. agents.Select(agent => agent.Name)], ct);
        return
        [
            .. agents.Select(agent => AgentDetail.Of(agent, caller) with
            {
                Health = conditions.TryGetValue(agent.Name, out var one)
                    ? new AgentHealth(one.Status, one.Since, one.CheckedAt,
                        caller.IsAdmin || agent.OwnerId == caller.OwnerId ? one.LastError : null)
                    : Unknown,
                Recent = agent.Transport == "kafka"
                    ? null
                    : AgentRecent.Of(traffic.GetValueOrDefault(agent.Name, AgentTraffic.None)),
            }),
        ];
    }
}
