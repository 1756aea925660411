using Workflow.Simulation.World;

namespace Workflow.Simulation.Store;

/// <summary>The way to the database: requests and answers are late, get lost, and arrive from processes that are
/// gone.</summary>
internal sealed class Network(ModelDatabase database, Chance chance)
{
    private readonly List<Exchange> _open = [];

    /// <summary>Share of round trips that happen at once.</summary>
    public int PromptPercent { get; set; } = 60;

    public bool IsDown { get; set; }

    public IReadOnlyList<Exchange> Open => _open;

    public Task<T> AskAsync<T>(object from, string what, Statement<T> statement, CancellationToken ct = default)
    {
        if (IsDown)
        {
            return Task.FromException<T>(new IOException("The database cannot be reached."));
        }

        if (ct.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(ct);
        }

        var exchange = new Exchange<T>(from, what, statement);
        if (chance.Percent(PromptPercent))
        {
            while (true)
            {
                var progress = exchange.Serve(database);
                if (progress == Progress.Done)
                {
                    return Task.FromResult(statement.Result);
                }

                if (progress == Progress.Blocked)
                {
                    break;
                }
            }
        }

        _open.Add(exchange);
        if (ct.CanBeCanceled)
        {
            ct.Register(() => exchange.Cancel(ct));
        }

        return exchange.Answered;
    }

    public Task<T> ReadAsync<T>(
        object from, string what, Func<ModelDatabase, T> read, CancellationToken ct = default) =>
        AskAsync(from, what, new AtOnce<T>(read), ct);

    /// <summary>Lets the server go on with one round trip. False when it waits for a lock.</summary>
    public bool Serve(Exchange exchange)
    {
        var progress = exchange.Serve(database);
        if (progress == Progress.Blocked && exchange.Body is TakeShard { IsBlocked: true } take && chance.Percent(30))
        {
            // ShardTable.EndBlockers, which the product sends after it has waited half a second.
            foreach (var blocker in take.Blockers(database).ToList())
            {
                _open.Find(open => ReferenceEquals(open.Body, blocker))?.Abort(database);
            }
        }

        Sweep(exchange);
        return progress != Progress.Blocked;
    }

    public void Answer(Exchange exchange)
    {
        exchange.Answer();
        Sweep(exchange);
    }

    public void Break(Exchange exchange)
    {
        exchange.Break();
        Sweep(exchange);
    }

    /// <summary>A process is gone: part of what it had sent arrives all the same, and is executed at any later
    /// time.</summary>
    public void Forget(object process)
    {
        foreach (var exchange in _open.Where(exchange => ReferenceEquals(exchange.From, process)).ToList())
        {
            if (exchange.Leg == Leg.Server && chance.Percent(60))
            {
                exchange.Break();
            }
            else
            {
                exchange.Abort(database);
            }

            Sweep(exchange);
        }
    }

    /// <summary>The database restarts: what is under way is rolled back, answers are lost.</summary>
    public void Restart()
    {
        foreach (var exchange in _open)
        {
            exchange.Abort(database);
        }

        _open.Clear();
    }

    private void Sweep(Exchange exchange) => _open.RemoveAll(open => open.Leg == Leg.Over);
}
