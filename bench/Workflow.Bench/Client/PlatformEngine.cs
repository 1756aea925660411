namespace Workflow.Bench.Client;

/// <summary>The platform, reached through its public API as any client reaches it.</summary>
internal sealed class PlatformEngine(Uri api, string workflow) : IEngine
{
    private const string Path = "/api/v1/executions";
    private const string Body = """{"input_data":{}}""";

    /// <summary>Between two looks at a run, where the API cannot tell of its end by itself.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly byte[] _start = HttpRequests.Post(StartPath(workflow), Body);
    private readonly byte[] _run = HttpRequests.Post(StartPath(workflow), Body, waits: true);

    public async Task<IEngineClient> ConnectAsync() => new Client(this, await HttpLane.ConnectAsync(api));

    private static string StartPath(string workflow) => $"/api/workflows/{Uri.EscapeDataString(workflow)}/execute";

    private sealed class Client(PlatformEngine engine, HttpLane lane) : IEngineClient
    {
        /// <summary>Most that one request may ask about.</summary>
        private const int IdsMax = 1_000;

        public async ValueTask<Guid> StartAsync() => Id(await lane.AskAsync(engine._start));

        public async ValueTask RunAsync()
        {
            var reply = await lane.AskAsync(engine._run);
            if (!HasEnded(reply))
            {
                await EndedAsync(Id(reply), looksFirst: false);
            }
        }

        /// <summary>Waits for the youngest, then asks about all: few requests while the work is done.</summary>
        public async ValueTask AllEndedAsync(IReadOnlyList<Guid> runs)
        {
            await EndedAsync(runs[^1], looksFirst: true);
            foreach (var some in runs.Chunk(IdsMax))
            {
                IReadOnlyList<Guid> open = some;
                while ((open = await StillOpenAsync(open)).Count > 0)
                {
                    await EndedAsync(open[^1], looksFirst: false);
                }
            }
        }

        public void Dispose() => lane.Dispose();

        private static Guid Id(HttpReply reply) => Guid.Parse(reply.Text("execution_id"u8));

        private static bool HasEnded(HttpReply reply) => HasEnded(reply.Text("status"u8), reply);

        private static bool HasEnded(string status, HttpReply reply) => status switch
        {
            "completed" => true,
            "pending" or "running" => false,
            _ => throw new InvalidOperationException($"A run has ended badly: {reply}"),
        };

        private async ValueTask EndedAsync(Guid run, bool looksFirst)
        {
            var request = HttpRequests.Get($"{Path}/{run}");
            while (true)
            {
                if (!looksFirst)
                {
                    await Task.Delay(Look);
                }

                looksFirst = false;
                if (HasEnded(await lane.AskAsync(request)))
                {
                    return;
                }
            }
        }

        private async ValueTask<IReadOnlyList<Guid>> StillOpenAsync(IReadOnlyList<Guid> runs)
        {
            var ids = string.Join("\",\"", runs);
            var reply = await lane.AskAsync(
                HttpRequests.Post($"{Path}/batch-status", $$"""{"ids":["{{ids}}"]}"""));
            return [.. OpenOnes(reply)];
        }

        private static List<Guid> OpenOnes(HttpReply reply)
        {
            using var answer = System.Text.Json.JsonDocument.Parse(reply.Body);
            return
            [
                .. from run in answer.RootElement.GetProperty("executions").EnumerateArray()
                   where !HasEnded(run.GetProperty("status").GetString()!, reply)
                   select run.GetProperty("execution_id").GetGuid(),
            ];
        }
    }
}
