namespace Workflow.Bench.Client;

/// <summary>Something that takes runs and ends them: the platform, or one of the machine's limits.</summary>
internal interface IEngine
{
    Task<IEngineClient> ConnectAsync();
}

/// <summary>One client of an engine, one call at a time.</summary>
internal interface IEngineClient : IDisposable
{
    /// <summary>Starts a run, and answers once it is accepted.</summary>
    ValueTask<Guid> StartAsync();

    /// <summary>Starts a run, and answers once its end was told.</summary>
    ValueTask RunAsync();

    /// <summary>Answers once the end of each of these was told.</summary>
    ValueTask AllEndedAsync(IReadOnlyList<Guid> runs);
}
