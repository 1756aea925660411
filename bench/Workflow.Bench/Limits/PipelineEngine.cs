using System.Globalization;
using System.Text;
using Workflow.Bench.Client;

namespace Workflow.Bench.Limits;

/// <summary>What the pipeline allows: <see cref="PipelineHost"/>, asked as the platform is.</summary>
internal sealed class PipelineEngine(Uri server) : IEngine
{
    private const string Body = """{"type":"workflow","target_id":"bench/seq3","inputs":{}}""";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly byte[] Start = HttpRequests.Post(PipelineHost.Path, Body);
    private static readonly byte[] Run = HttpRequests.Post(PipelineHost.Path, Body, waits: true);
    private static readonly byte[] Open = HttpRequests.Get(PipelineHost.OpenPath);

    public async Task<IEngineClient> ConnectAsync() => new Client(await HttpLane.ConnectAsync(server));

    private sealed class Client(HttpLane lane) : IEngineClient
    {
        public async ValueTask<Guid> StartAsync() =>
            Guid.Parse((await lane.AskAsync(Start)).Text("execution_id"u8));

        public async ValueTask RunAsync() => await lane.AskAsync(Run);

        public async ValueTask AllEndedAsync(IReadOnlyList<Guid> runs)
        {
            while (int.Parse(
                Encoding.ASCII.GetString((await lane.AskAsync(Open)).Body.Span), CultureInfo.InvariantCulture) > 0)
            {
                await Task.Delay(Look);
            }
        }

        public void Dispose() => lane.Dispose();
    }
}
