namespace Workflow.Database.Queries;

/// <summary>Where an open run is at a moment, more exactly than its status says.</summary>
public static class RunStage
{
    /// <summary>PENDING, and may be started.</summary>
    public const string Pending = "pending";

    /// <summary>PENDING, and not to be started yet.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>A step is executed by the platform itself.</summary>
    public const string Running = "running";

    /// <summary>Nothing happens before a point in time: a wait, or the back-off before a retry.</summary>
    public const string Waiting = "waiting";

    /// <summary>An agent has been asked.</summary>
    public const string WaitingForAgent = "waiting_for_agent";

    /// <summary>A child run has been started.</summary>
    public const string WaitingForChild = "waiting_for_child";

    /// <summary>A step listens for signals, or for a person's decision.</summary>
    public const string WaitingForSignal = "waiting_for_signal";

    /// <summary>Paused, whatever it would do otherwise.</summary>
    public const string Paused = "paused";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All =
        [Pending, Scheduled, Running, Waiting, WaitingForAgent, WaitingForChild, WaitingForSignal, Paused];

    /// <summary>The stage of an open run <c>r</c>. With several branches the first that fits of: agent, child, signal,
    /// running, waiting.</summary>
    internal const string Sql = $"""
        case when r.paused_at is not null then '{Paused}'
             when r.status = 'PENDING' then case
                  when r.wake_at > now() and r.wake_at < 'infinity' then '{Scheduled}' else '{Pending}' end
             else coalesce(
                (select case when bool_or(s.step_type = 'agent_execution') then '{WaitingForAgent}'
                             when bool_or(s.step_type = 'sub_workflow') then '{WaitingForChild}'
                             when bool_or(s.step_type = 'wait' and s.metadata::text like '_"listen":%')
                                 then '{WaitingForSignal}'
                             when bool_or(s.step_type = 'tool_call') then '{Running}'
                             when bool_or(s.step_type = 'wait' or s.step_type = 'data_processing'
                                          and (s.metadata ->> 'until')::timestamptz > now()) then '{Waiting}' end
                   from step_executions s where s.run_id = r.run_id and s.status = 'RUNNING'),
                case when r.wake_at > now() then '{Waiting}' else '{Running}' end)
        end
        """;
}
