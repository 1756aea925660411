using Workflow.Model;
using Workflow.Simulation.Checks;

namespace Workflow.Simulation.Schedules;

/// <summary>How one schedule went.</summary>
/// <param name="Actions">Actions of the disturbed part that did something, and turns of the healing.</param>
internal sealed record Verdict(
    ulong Seed, int Planned, Violation? Violation, int Actions, long Checks, Coverage Coverage,
    IReadOnlyList<string> Story);

/// <summary>One schedule: actions drawn by a seed, then everything heals, then the accounts are checked. The same seed
/// gives the same schedule.</summary>
internal sealed class Schedule
{
    private const int ConsumersMax = 3;
    private static readonly TimeSpan HealedWithin = TimeSpan.FromMinutes(3);

    private readonly Universe _world;
    private readonly Stage _stage;
    private readonly (int Weight, Func<string?> Act)[] _actions;
    private readonly int _weights;

    private Schedule(Mutant mutant, bool isTold)
    {
        _world = new Universe(mutant, isTold);
        _stage = new Stage(_world);
        _actions = Actions(_stage, _world);
        _weights = _actions.Sum(action => action.Weight);
    }

    /// <param name="without">Numbers of actions that are left out.</param>
    public static Verdict Run(
        ulong seed, Mutant mutant = Mutant.None, IReadOnlySet<int>? without = null, bool isTold = false)
    {
        // What waits must come back to the lane of its process, and nowhere else.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return RunHere(seed, mutant, without, isTold);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static Verdict RunHere(ulong seed, Mutant mutant, IReadOnlySet<int>? without, bool isTold)
    {
        var schedule = new Schedule(mutant, isTold);
        schedule._world.Chance.Begin(seed, -1);
        var planned = 80 + schedule._world.Chance.Below(240);
        schedule._world.Network.PromptPercent = 30 + schedule._world.Chance.Below(60);
        var did = schedule.Disturb(seed, planned, without);
        if (schedule._world.Ledger.Violation is null)
        {
            did += schedule.Heal(seed, planned);
        }

        var ledger = schedule._world.Ledger;
        return new Verdict(
            seed, planned, ledger.Violation, did, ledger.Checks, ledger.Coverage, schedule._world.Story.Lines);
    }

    private static (int, Func<string?>)[] Actions(Stage stage, Universe world) =>
    [
        (30, stage.GoOn), (22, stage.Poll), (18, stage.Serve), (14, stage.Answer),
        (9, () => stage.Pass(TimeSpan.FromMilliseconds(1 + world.Chance.Below(60)))),
        (5, () => stage.Pass(TimeSpan.FromMilliseconds(300 + world.Chance.Below(900)))),
        (2, () => stage.Pass(TimeSpan.FromMilliseconds(2_000 + world.Chance.Below(4_000)))),
        (6, stage.StartRun), (3, stage.StartForeign), (2, stage.SendLate), (1, stage.Cancel),
        (8, stage.Assign), (2, stage.Revoke), (2, () => stage.StartConsumer(ConsumersMax)),
        (2, stage.Freeze), (3, stage.Wake), (1, stage.Kill), (1, stage.Terminate), (1, stage.Cut), (2, stage.Mend),
        (2, stage.Break), (1, stage.RestartDatabase),
        (8, stage.TakeTask), (8, stage.AnswerCall), (10, stage.DeliverResult), (1, stage.LoseTask),
        (1, stage.KillBridge),
    ];

    private int Disturb(ulong seed, int planned, IReadOnlySet<int>? without)
    {
        _stage.StartConsumer(ConsumersMax);
        _stage.StartConsumer(ConsumersMax);
        _stage.Pass(TimeSpan.FromMilliseconds(1));
        var did = 0;
        for (var number = 0; number < planned && _world.Ledger.Violation is null; number++)
        {
            if (without?.Contains(number) == true)
            {
                continue;
            }

            _world.Chance.Begin(seed, number);
            if (Draw()() is { } told)
            {
                did++;
                if (told.Length > 0)
                {
                    _world.Story.Tell($"{number,4}  {told}");
                }
            }

            _stage.LeaveWhenDone();
        }

        return did;
    }

    private Func<string?> Draw()
    {
        var at = _world.Chance.Below(_weights);
        foreach (var (weight, act) in _actions)
        {
            if ((at -= weight) < 0)
            {
                return act;
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }

    /// <summary>Nothing fails any more, time passes, and everything that can happen does.</summary>
    private int Heal(ulong seed, int planned)
    {
        _world.Story.Tell("everything heals");
        _world.Chance.Begin(seed, planned);
        while (_stage.Wake() is not null || _stage.Mend() is not null || _stage.SendLate() is not null)
        {
        }

        _world.Network.PromptPercent = 100;
        var turns = 0;
        var until = _world.Clock.Elapsed + HealedWithin;
        while (_world.Clock.Elapsed < until && _world.Ledger.Violation is null && !IsQuiet())
        {
            if (_stage.Consumers.Count == 0)
            {
                _stage.StartConsumer(ConsumersMax);
            }

            Settle();
            _stage.Pass(TimeSpan.FromMilliseconds(500));
            turns++;
        }

        _world.Ledger.AtTheEnd(_world.Database.Runs.ToDictionary(pair => pair.Key, pair => pair.Value.Status));
        return turns;
    }

    private void Settle()
    {
        for (var did = true; did && _world.Ledger.Violation is null;)
        {
            did = false;
            foreach (var consumer in _stage.Consumers)
            {
                while (consumer.Lane.Ready > 0)
                {
                    consumer.Lane.RunDry();
                    did = true;
                }

                did |= consumer.Poll();
            }

            while (_stage.Assign() is not null)
            {
                did = true;
            }

            did |= _stage.Answer() is not null;
            did |= ServeAll();
            did |= _stage.TakeTask() is not null;
            did |= _stage.AnswerCall() is not null;
            did |= _stage.DeliverResult() is not null;
            _stage.LeaveWhenDone();
        }
    }

    private bool ServeAll()
    {
        foreach (var exchange in _world.Network.Open.Where(one => one.Leg == Store.Leg.Server).ToList())
        {
            if (exchange.Leg == Store.Leg.Server && _world.Network.Serve(exchange))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsQuiet() => _world.Ledger.Accepted.All(run =>
        _world.Database.Runs.TryGetValue(run, out var row) && row.Status.IsEnd());
}
