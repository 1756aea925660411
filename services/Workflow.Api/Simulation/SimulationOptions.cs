using System.ComponentModel.DataAnnotations;
using Workflow.Execution;

namespace Workflow.Api.Simulation;

/// <summary>How much a simulation may cost. Environment: WORKFLOW_SIMULATION_ and the option's name.</summary>
public sealed record SimulationOptions
{
    /// <summary>Steps of one simulation, recorded ones included; beyond them it fails. Default 1,000.</summary>
    [Range(1, 50_000, ErrorMessage = "must be 1 to 50000: every step is kept in memory and told.")]
    public int StepsMax { get; init; } = 1_000;

    /// <summary>Largest input or output of a step. Default 64 KiB.</summary>
    [Range(1_024, 4 * 1_048_576, ErrorMessage = "must be 1024 to 4194304: all of them are in memory at a time.")]
    public int PayloadBytesMax { get; init; } = 64 * 1_024;

    /// <summary>How long a simulation may keep a processor busy; simulated time costs nothing. Default 5 s.</summary>
    [Range(10, 60_000, ErrorMessage = "must be 10 to 60000: the caller waits for it.")]
    public int BusyMaxMs { get; init; } = 5_000;

    /// <summary>Simulations that one process works on at a time; others wait. Default 2.</summary>
    [Range(1, 64, ErrorMessage = "must be 1 to 64: 0 would do none, more takes the processors from requests.")]
    public int AtOnceMax { get; init; } = 2;

    internal ExecutionOptions Execution => new()
    {
        StepsPerRunMax = StepsMax,
        PayloadBytesMax = PayloadBytesMax,
    };
}
