using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>The one thread that touches a consumer: builds it, polls it, replaces it when it broke, closes
/// it.</summary>
internal sealed class ConsumerThread : IDisposable
{
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);
    private readonly IConsumerRole _role;
    private readonly KafkaOptions _options;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConsumerThread(IConsumerRole role, KafkaOptions options, ILogger logger)
    {
        (_role, _options, _logger) = (role, options, logger);
        _thread = new Thread(Run) { IsBackground = true, Name = $"kafka {role.Name}" };
    }

    /// <summary>Ends once the thread has ended.</summary>
    public Task Ended => _ended.Task;

    public void Start() => _thread.Start();

    /// <summary>Asks it to close; <see cref="Ended"/> tells when it is done.</summary>
    public void Stop()
    {
        _stop.Set();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Stops and waits, as long as closing and one flush may take.</summary>
    public void Dispose()
    {
        Stop();
        var atMost = _options.CloseWait + _options.RevokeFlush;
        if (!_ended.Task.Wait(atMost))
        {
            _logger.ConsumerLeftBehind(_role.Name, atMost.TotalMilliseconds);
        }
    }

    private void Run()
    {
        while (!_stop.IsSet)
        {
            IConsumer<byte[], byte[]>? consumer = null;
            try
            {
                consumer = _role.Build();
                _role.Begin(consumer);
                _logger.ConsumerStarted(_role.Name);
                Poll(consumer);
                consumer.Close();
            }
            catch (Exception e)
            {
                _logger.ConsumerFailed(e, _role.Name, RestartPause.TotalMilliseconds);
                _stop.Wait(RestartPause);
            }
            finally
            {
                _role.Ended();
                consumer?.Dispose();
            }
        }

        _logger.ConsumerStopped(_role.Name);
        _ended.TrySetResult();
    }

    private void Poll(IConsumer<byte[], byte[]> consumer)
    {
        while (!_stop.IsSet)
        {
            try
            {
                if (consumer.Consume(_options.PollWait) is { Message: not null } result)
                {
                    _role.Received(result);
                }
            }
            catch (ConsumeException e) when (!e.Error.IsFatal)
            {
                _logger.ConsumeRefused(_role.Name, e.Error.Reason);
                _stop.Wait(_options.PollWait);
            }

            _role.Polled(consumer);
        }
    }
}
