using System.Threading.Channels;
using Workflow.Database.DeadLetters;
using Workflow.Hosting;
using Workflow.Kafka;

namespace Workflow.Api.DeadLetters;

/// <summary>Takes letters off their topic into the database. A letter is done once it is kept (R7).</summary>
public sealed class LetterIntake(
    DeadLetterStore store, KafkaOptions kafka, DeadLetterOptions options, TimeProvider time,
    ILogger<LetterIntake> logger) : IMessageEvents
{
    /// <summary>Longest pause per message while too many wait: far below the time after which a silent reader loses its
    /// place.</summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryFirst = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryLongest = TimeSpan.FromSeconds(10);

    private readonly Channel<(Assignment Assignment, ReceivedMessage Message)> _waiting =
        Channel.CreateBounded<(Assignment, ReceivedMessage)>(options.PendingMax);

    private DateTimeOffset _moment;

    /// <summary>Waits for room while the database is away: nothing is read that cannot be kept. After a stop the
    /// message stays where it is.</summary>
    public void Message(Assignment assignment, in ReceivedMessage message)
    {
        while (!_waiting.Writer.TryWrite((assignment, message)))
        {
            var room = _waiting.Writer.WaitToWriteAsync().AsTask();
            if (room.Wait(PauseMax) && !room.Result)
            {
                return;
            }
        }
    }

    /// <summary>Nothing more is taken.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    /// <summary>Keeps letters until closed or stopped.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (await _waiting.Reader.WaitToReadAsync(ct))
        {
            var batch = new List<(Assignment Assignment, ReceivedMessage Message)>();
            while (batch.Count < options.PendingMax && _waiting.Reader.TryRead(out var one))
            {
                batch.Add(one);
            }

            await KeepAsync(batch, ct);
            batch.ForEach(one => one.Assignment.Done(one.Message.Offset));
        }
    }

    private async Task KeepAsync(
        List<(Assignment Assignment, ReceivedMessage Message)> batch, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        // In the order in which they came: ids of one millisecond are in none, so that each batch has one of its own.
        var next = _moment.AddMilliseconds(1);
        _moment = now > next ? now : next;
        var ids = batch.ConvertAll(_ => Guid.CreateVersion7(_moment)).Order();
        var letters = batch.Zip(ids, (one, id) => LetterReader.Read(one.Message, id, now, kafka.BodyBytesMax)).ToList();
        var backoff = new Backoff(RetryFirst, RetryLongest);
        for (var failures = 1; ; failures++)
        {
            try
            {
                await store.AddAsync(letters, ct);
                logger.LettersKept(letters.Count, letters[0].Topic, letters[0].Reason);
                return;
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                var pause = backoff.Next();
                logger.KeepFailed(letters.Count, failures, pause.TotalMilliseconds, error);
                await Task.Delay(pause, time, ct);
            }
        }
    }
}
