using System.Threading.Channels;
using Workflow.Database.Feed;

namespace Workflow.Api.Live.Runs;

/// <summary>Reads stretches of feeds from the database, all that are wanted at a moment in one round trip.</summary>
internal sealed class StretchReader(FeedQueries queries, ILogger<StretchReader> logger) : BackgroundService
{
    private const int RunsAtOnce = 100;

    private readonly Channel<Request> _requests =
        Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });

    private long _failures;

    /// <summary>What happened to a run after a revision; null when there is no such run.</summary>
    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public Task<RunStretch?> ReadAsync(Guid runId, long since, CancellationToken ct)
    {
        var request = new Request(
            new FeedPlace(runId, since),
            new TaskCompletionSource<RunStretch?>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _requests.Writer.TryWrite(request)
            ? request.Answer.Task.WaitAsync(ct)
            : Task.FromCanceled<RunStretch?>(new CancellationToken(canceled: true));
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _requests.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var waiting = new List<Request>();
        while (waiting.Count > 0 || await _requests.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (waiting.Count < RunsAtOnce && _requests.Reader.TryRead(out var next))
            {
                waiting.Add(next);
            }

            // Several of one run at different places go one after the other; those at the same place share.
            var round = waiting.GroupBy(request => request.Place.RunId).Select(run => run.First().Place).ToList();
            var taken = waiting.Where(request => round.Contains(request.Place)).ToList();
            waiting.RemoveAll(taken.Contains);
            await AnswerAsync(round, taken, stoppingToken);
        }
    }

    private async Task AnswerAsync(List<FeedPlace> places, List<Request> taken, CancellationToken ct)
    {
        try
        {
            var stretches = await queries.StretchesAsync(places, ct);
            _failures = 0;
            taken.ForEach(request => request.Answer.TrySetResult(stretches.GetValueOrDefault(request.Place.RunId)));
        }
        catch (Exception error)
        {
            if (_failures++ == 0 && !ct.IsCancellationRequested)
            {
                logger.FeedNotRead(places.Count, error.Message);
            }

            taken.ForEach(request => request.Answer.TrySetException(error));
        }
    }

    private sealed record Request(FeedPlace Place, TaskCompletionSource<RunStretch?> Answer);
}
