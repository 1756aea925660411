using Microsoft.Extensions.Logging;
using Npgsql;
using Workflow.Model;

namespace Workflow.Database.Intake;

/// <summary>Announces runs whose rows are committed. Must not wait for the broker.</summary>
public delegate Task PublishRuns(IReadOnlyList<AcceptedRun> runs, CancellationToken ct);

/// <summary>Takes requests for runs and inserts whatever waits with one statement: at once when idle, in batches while
/// a flush is under way. One flusher per process.</summary>
/// <param name="publish">Told of every committed batch before its callers are answered.</param>
public sealed class RunIntake(
    NpgsqlDataSource dataSource, IntakeOptions options, PublishRuns publish, TimeProvider clock,
    ILogger<RunIntake> logger)
{
    private readonly IntakeQueue _queue = new(options);
    private readonly BatchPace _pace = new(options.GatherFrom, options.GatherWait, clock);
    private long _batches;

    /// <summary>Number of the batch that is gathering: what is asked for while it stays the same is probably written
    /// together. Null while batches are small.</summary>
    public long? Gathering => _pace.Gathers ? Volatile.Read(ref _batches) : null;

    /// <summary>Asks for a run and waits until it is committed or refused.</summary>
    /// <exception cref="OperationCanceledException">The caller went away before the run was written.</exception>
    public async Task<IntakeOutcome> StartAsync(NewRun run, CancellationToken ct)
    {
        var ticket = new IntakeTicket(run, ct);
        return _queue.TryAdd(ticket) ? await ticket.Answer : new IntakeOutcome.QueueFull();
    }

    /// <summary>Flushes until <see cref="Close"/> has been called and nothing waits any more.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (await _queue.WaitAsync(ct))
        {
            await _pace.GatherAsync(ct);
            _pace.Wrote(await FlushOnceAsync(ct));
        }
    }

    /// <summary>Further requests get <see cref="IntakeOutcome.QueueFull"/>; those that wait are still served.</summary>
    public void Close() => _queue.Close();

    /// <summary>Writes one batch of what waits and answers its callers.</summary>
    /// <returns>How many requests were in it.</returns>
    public async Task<int> FlushOnceAsync(CancellationToken ct)
    {
        var batch = _queue.TakeBatch();
        if (batch.Count > 0)
        {
            Volatile.Write(ref _batches, _batches + 1);
            await CommitAsync(batch, ct);
        }

        return batch.Count;
    }

    private async Task CommitAsync(List<IntakeTicket> batch, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var outcomes = await InsertRuns.ExecuteAsync(
                    dataSource, batch.ConvertAll(ticket => ticket.Run), again: tries > 1, options, ct);
                await AnswerAsync(batch, outcomes, ct);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                var action = IntakeFailure.Decide(error, batch.Count, options.TriesMax - tries);
                logger.BatchFailed(batch.Count, tries, action, error.Message);
                if (action != FailureAction.Retry)
                {
                    await SettleAsync(batch, action, error, ct);
                    return;
                }
            }
            catch (OperationCanceledException error)
            {
                batch.ForEach(ticket => ticket.Fail(error));
                throw;
            }
        }
    }

    private async Task SettleAsync(
        List<IntakeTicket> batch, FailureAction action, Exception error, CancellationToken ct)
    {
        switch (action)
        {
            case FailureAction.Halve:
                var middle = batch.Count / 2;
                await CommitAsync(batch[..middle], ct);
                await CommitAsync(batch[middle..], ct);
                break;
            case FailureAction.Refuse:
                var refused = (PostgresException)error;
                batch[0].Complete(new IntakeOutcome.Refused(refused.SqlState, refused.MessageText));
                break;
            case FailureAction.GiveUp:
                batch.ForEach(ticket => ticket.Complete(new IntakeOutcome.Unavailable(error.Message)));
                break;
            default:
                batch.ForEach(ticket => ticket.Fail(error));
                break;
        }
    }

    private async Task AnswerAsync(List<IntakeTicket> batch, IntakeOutcome[] outcomes, CancellationToken ct)
    {
        var accepted = outcomes.OfType<IntakeOutcome.Accepted>().Select(outcome => outcome.Run).ToList();
        if (accepted.Count > 0)
        {
            await PublishAsync(accepted, ct);
        }

        for (var i = 0; i < outcomes.Length; i++)
        {
            batch[i].Complete(outcomes[i]);
        }
    }

    private async Task PublishAsync(List<AcceptedRun> accepted, CancellationToken ct)
    {
        try
        {
            await publish(accepted, ct);
        }
        catch (Exception error)
        {
            // The rows are committed: whoever owns their shards finds them without a message.
            logger.PublishFailed(accepted.Count, error);
        }
    }
}
