using Workflow.Bench.Client;

namespace Workflow.Bench.Loads;

/// <summary>Clients that work side by side, each on a connection of its own.</summary>
internal sealed class Lanes : IDisposable
{
    private readonly IReadOnlyList<IEngineClient> _clients;

    private Lanes(IReadOnlyList<IEngineClient> clients) => _clients = clients;

    public static async Task<Lanes> OpenAsync(IEngine engine, int width)
    {
        var clients = new List<IEngineClient>();
        while (clients.Count < width)
        {
            clients.Add(await engine.ConnectAsync());
        }

        return new Lanes(clients);
    }

    /// <summary>Does something so many times, by whichever client is free.</summary>
    /// <param name="act">Is told how many were begun before.</param>
    public Task TimesAsync(int times, Func<IEngineClient, int, ValueTask> act)
    {
        var next = -1;
        return Task.WhenAll(_clients.Take(times).Select(client => Task.Run(async () =>
        {
            for (var index = Interlocked.Increment(ref next); index < times; index = Interlocked.Increment(ref next))
            {
                await act(client, index);
            }
        })));
    }

    public ValueTask AllEndedAsync(IReadOnlyList<Guid> runs) => _clients[0].AllEndedAsync(runs);

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }
}
