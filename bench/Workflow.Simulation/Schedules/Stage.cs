using Workflow.Simulation.Broker;
using Workflow.Simulation.Consumers;
using Workflow.Simulation.Store;

namespace Workflow.Simulation.Schedules;

/// <summary>What can happen next in a schedule: each method is one action and says what it did, or null when there was
/// nothing to do.</summary>
internal sealed class Stage(Universe world)
{
    private readonly List<Consumer> _consumers = [];
    private readonly List<Action> _unsent = [];
    private int _names;
    private int _runs;

    public Universe World { get; } = world;

    public IReadOnlyList<Consumer> Consumers => _consumers;

    public string? StartConsumer(int atMost)
    {
        if (_consumers.Count >= atMost)
        {
            return null;
        }

        var member = new Member($"c{++_names}");
        World.Group.Add(member);
        var consumer = new Consumer(World, member.Name, member);
        _consumers.Add(consumer);
        return World.Story.Words($"{consumer.Name} starts");
    }

    /// <summary>Some of the process's threads go on.</summary>
    public string? GoOn()
    {
        var able = _consumers.Where(consumer => consumer.IsAwake && consumer.Lane.Ready > 0).ToList();
        if (able.Count == 0)
        {
            return null;
        }

        var lane = World.Chance.Of(able).Lane;
        for (var turns = 1 + World.Chance.Below(6); turns > 0 && lane.Ready > 0; turns--)
        {
            lane.Step(World.Chance.Below(Math.Min(lane.Ready, 3)));
        }

        return "";
    }

    public string? Poll()
    {
        var awake = _consumers.Where(consumer => consumer.IsAwake).ToList();
        if (awake.Count == 0)
        {
            return null;
        }

        var consumer = World.Chance.Of(awake);
        return consumer.Poll() ? World.Story.Words($"{consumer.Name} polls") : null;
    }

    public string? Serve()
    {
        var waiting = World.Network.Open.Where(exchange => exchange.Leg == Leg.Server).ToList();
        if (waiting.Count == 0)
        {
            return null;
        }

        var exchange = World.Chance.Of(waiting);
        World.Network.Serve(exchange);
        return World.Story.Words($"the database goes on with {exchange.What} of {NameOf(exchange)}");
    }

    public string? Answer()
    {
        var ready = World.Network.Open.Where(exchange => exchange.Leg == Leg.Client).ToList();
        if (ready.Count == 0)
        {
            return null;
        }

        var exchange = World.Chance.Of(ready);
        World.Network.Answer(exchange);
        return World.Story.Words($"{NameOf(exchange)} gets the answer of {exchange.What}");
    }

    public string? Break()
    {
        if (World.Network.Open.Count == 0)
        {
            return null;
        }

        var exchange = World.Chance.Of(World.Network.Open);
        World.Network.Break(exchange);
        return World.Story.Words($"the connection of {NameOf(exchange)} is cut during {exchange.What}");
    }

    public string? RestartDatabase()
    {
        World.Network.Restart();
        return "the database restarts";
    }

    public string Pass(TimeSpan time)
    {
        World.Clock.Advance(time);
        World.Group.Tick(IsAwake);
        foreach (var consumer in _consumers.Where(consumer => consumer.IsAwake))
        {
            consumer.Kafka.Commit();
        }

        return World.Story.Words($"{time.TotalMilliseconds} ms pass");
    }

    public string? StartRun()
    {
        if (_runs >= 8)
        {
            return null;
        }

        var (shard, plan) = (World.Chance.Below(Universe.Shards), World.Chance.Of(Works.Plans));
        var run = Works.Id(shard, _runs++);
        World.Database.Insert(run, shard, plan);
        World.Ledger.Accept(run);
        var fate = World.Chance.Below(10);
        var copies = fate switch { 0 => 0, 1 => 2, _ => 1 };
        for (; copies > 0; copies--)
        {
            var at = World.Clock.GetUtcNow();
            void Publish() => World.Group.Partitions[shard].Append(run, plan, isOurs: true, at);
            if (World.Chance.Percent(25))
            {
                _unsent.Add(Publish);
            }
            else
            {
                Publish();
            }
        }

        var message = fate == 0 ? ", its message is lost" : "";
        return World.Story.Words($"run {Checks.Ledger.Short(run)} of shard {shard} is accepted{message}");
    }

    public string? StartForeign()
    {
        if (_runs >= 8)
        {
            return null;
        }

        var shard = World.Chance.Below(Universe.Shards);
        var run = Works.Id(shard, _runs++);
        World.Group.Partitions[shard].Append(run, Works.Local, isOurs: false, World.Clock.GetUtcNow());
        World.Ledger.Accept(run);
        return World.Story.Words($"somebody else asks for run {Checks.Ledger.Short(run)} of shard {shard}");
    }

    public string? SendLate()
    {
        if (_unsent.Count == 0)
        {
            return null;
        }

        var at = World.Chance.Below(_unsent.Count);
        _unsent[at]();
        _unsent.RemoveAt(at);
        return "a late message reaches its topic";
    }

    public string? Cancel()
    {
        var open = World.Database.Runs.Values.Where(run => run.EndedAfter is null).ToList();
        if (open.Count == 0)
        {
            return null;
        }

        var run = World.Chance.Of(open);
        World.Database.Cancel(run.RunId);
        if (World.Chance.Percent(70))
        {
            foreach (var consumer in _consumers.Where(consumer => consumer.IsAwake))
            {
                // Cancellations.RunAsync at the owner.
                consumer.Lane.Enter(() =>
                    consumer.Runs.Find(run.RunId)?.Executor.Release(Workflow.Execution.Runs.RunExit.Ended));
            }
        }

        return World.Story.Words($"run {Checks.Ledger.Short(run.RunId)} is cancelled");
    }

    public string? Freeze() => Change(consumer => consumer.IsAwake, consumer => consumer.IsFrozen = true, "is frozen");

    public string? Wake() => Change(consumer => consumer.IsFrozen, consumer => consumer.IsFrozen = false, "is woken");

    public string? Cut() => Change(
        consumer => !consumer.Kafka.Member.IsCut, consumer => consumer.Kafka.Member.IsCut = true,
        "is cut off from the broker");

    public string? Mend() => Change(
        consumer => consumer.Kafka.Member.IsCut, consumer => consumer.Kafka.Member.IsCut = false,
        "reaches the broker again");

    public string? Kill() => Change(_ => true, End, "is killed");

    public string? Terminate() => Change(
        consumer => consumer.IsAwake && !consumer.IsStopping, consumer => consumer.Lane.Enter(consumer.Stop),
        "is asked to end");

    /// <summary>Processes that have given everything back leave.</summary>
    public void LeaveWhenDone()
    {
        for (var i = _consumers.Count - 1; i >= 0; i--)
        {
            if (_consumers[i] is { IsStopping: true, IsAwake: true } consumer && consumer.TryLeave())
            {
                World.Group.Leave(consumer.Kafka.Member);
                End(consumer);
            }
        }
    }

    public string? Assign() => World.Group.Assign() ? "a partition is assigned" : null;

    public string? Revoke() => World.Group.Revoke() ? "a partition is revoked" : null;

    public string? TakeTask() => World.Agents.HasTasks ? World.Agents.TakeTask() : null;

    public string? AnswerCall() => World.Agents.HasCalls ? World.Agents.Answer() : null;

    public string? DeliverResult()
    {
        foreach (var message in World.Agents.Results)
        {
            if (message.TakenBy is { Lane.IsDead: false } reader && reader.Holds.Of(message.Result.Shard) is not null)
            {
                continue;
            }

            var readers = _consumers.Where(
                consumer => consumer.IsAwake && consumer.Holds.Of(message.Result.Shard) is not null).ToList();
            if (readers.Count > 0)
            {
                var to = World.Chance.Of(readers);
                World.Agents.Deliver(message, to);
                return World.Story.Words($"{to.Name} gets a result");
            }
        }

        return null;
    }

    public string? LoseTask()
    {
        if (!World.Agents.HasTasks)
        {
            return null;
        }

        World.Agents.LoseTask();
        return "a task is lost";
    }

    public string? KillBridge()
    {
        World.Agents.ForgetCalls();
        return "the bridge is killed";
    }

    private bool IsAwake(Member member) => _consumers.Exists(one => one.Kafka.Member == member && one.IsAwake);

    private static string NameOf(Exchange exchange) => ((Consumer)exchange.From).Name;

    private string? Change(Predicate<Consumer> able, Action<Consumer> change, string told)
    {
        var found = _consumers.FindAll(able);
        if (found.Count == 0)
        {
            return null;
        }

        var consumer = World.Chance.Of(found);
        change(consumer);
        return World.Story.Words($"{consumer.Name} {told}");
    }

    private void End(Consumer consumer)
    {
        consumer.Lane.Die();
        _consumers.Remove(consumer);
        World.Network.Forget(consumer);
    }
}
