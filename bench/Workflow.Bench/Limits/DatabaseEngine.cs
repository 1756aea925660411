using System.Collections.Concurrent;
using Workflow.Bench.Client;

namespace Workflow.Bench.Limits;

/// <summary>What the database alone allows: every run is written by this very process, with nothing in
/// between.</summary>
internal sealed class DatabaseEngine(BareRuns runs) : IEngine
{
    private readonly ConcurrentDictionary<Guid, Task> _ends = new();

    public Task<IEngineClient> ConnectAsync() => Task.FromResult<IEngineClient>(new Client(this));

    private sealed class Client(DatabaseEngine engine) : IEngineClient
    {
        private readonly BareRuns _runs = engine.Runs;

        public async ValueTask<Guid> StartAsync()
        {
            var run = BareRuns.NewId();
            await _runs.InsertAsync(run);
            engine._ends[run] = _runs.FinishAsync(run);
            return run;
        }

        public async ValueTask RunAsync()
        {
            var run = BareRuns.NewId();
            await _runs.InsertAsync(run);
            await _runs.FinishAsync(run);
        }

        public async ValueTask AllEndedAsync(IReadOnlyList<Guid> runs)
        {
            foreach (var run in runs)
            {
                engine._ends.TryRemove(run, out var end);
                await end!;
            }
        }

        public void Dispose()
        {
        }
    }

    private BareRuns Runs => runs;
}
