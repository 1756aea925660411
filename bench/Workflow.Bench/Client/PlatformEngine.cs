namespace Workflow.Bench.Client;

/// <summary>The platform, reached through its public API as any client reaches it.</summary>
internal sealed class PlatformEngine(Uri api, string workflow) : IEngine
{
    private const string Path = "/api/v1/executions";
    private const string Body = """{"input_data":{}}""";

    /// <summary>Between two looks at a run, where the API cannot tell of its end by itself.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private static readonly byte[] Open = HttpRequests.Get(ListPath("pending,running"));
    private static readonly byte[] Bad = HttpRequests.Get(ListPath("failed,cancelled"));

    private readonly byte[] _start = HttpRequests.Post(StartPath(workflow), Body);
    private readonly byte[] _run = HttpRequests.Post(StartPath(workflow), Body, waits: true);

    public async Task<IEngineClient> ConnectAsync() => new Client(this, await HttpLane.ConnectAsync(api));

    /// <summary>One of them, if there is one, and no total.</summary>
    private static string ListPath(string statuses) => $"{Path}?status={statuses}&page_size=1&count_max=0";

    private static string StartPath(string workflow) => $"/api/workflows/{Uri.EscapeDataString(workflow)}/execute";

    private sealed class Client(PlatformEngine engine, HttpLane lane) : IEngineClient
    {
        public async ValueTask<Guid> StartAsync() => Id(await lane.AskAsync(engine._start));

        public async ValueTask RunAsync()
        {
            var reply = await lane.AskAsync(engine._run);
            if (!HasEnded(reply))
            {
                await EndedAsync(Id(reply));
            }
        }

        /// <summary>Asks whether any is open, as the pipeline is asked for the number of those.</summary>
        public async ValueTask AllEndedAsync(IReadOnlyList<Guid> runs)
        {
            while (HasAny(await lane.AskAsync(Open)))
            {
                await Task.Delay(Look);
            }

            var bad = await lane.AskAsync(Bad);
            if (HasAny(bad))
            {
                throw new InvalidOperationException($"A run has ended badly: {bad}");
            }
        }

        public void Dispose() => lane.Dispose();

        private static Guid Id(HttpReply reply) => Guid.Parse(reply.Text("execution_id"u8));

        private static bool HasEnded(HttpReply reply) => reply.Text("status"u8) switch
        {
            "completed" => true,
            "pending" or "running" => false,
            _ => throw new InvalidOperationException($"A run has ended badly: {reply}"),
        };

        private static bool HasAny(HttpReply list) => list.Body.Span.IndexOf("\"executions\":[]"u8) < 0;

        private async ValueTask EndedAsync(Guid run)
        {
            var request = HttpRequests.Get($"{Path}/{run}");
            do
            {
                await Task.Delay(Look);
            }
            while (!HasEnded(await lane.AskAsync(request)));
        }
    }
}
