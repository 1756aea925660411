using System.Net;

namespace Workflow.ChaosTests.Platform;

/// <summary>The whole platform as processes on ports of its own: database, broker, API, bridge, consumers.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    public const string ApiName = "api";
    public const string BridgeName = "bridge";
    public const string ConsumerPrefix = "consumer-";
    public const int Consumers = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Dictionary<string, Member> _members;

    private Fleet(PostgresCluster postgres, BrokerProcess broker, int apiPort, Programs programs, string logs)
    {
        (Postgres, Broker) = (postgres, broker);
        Api = new Uri($"http://127.0.0.1:{apiPort}");
        ServiceProcess Start(string assembly, string id, params string[] more) => ServiceProcess.Start(
            [assembly, .. more], EnvironmentOf(id), Path.Combine(logs, $"{id}.log"));
        var members = new List<Member>
        {
            new(ApiName, id => Start(programs.Api, id, "--urls", Api.ToString())),
            new(BridgeName, id => Start(programs.Bridge, id)),
        };
        members.AddRange(ConsumerNames.Select(name => new Member(name, id => Start(programs.Consumer, id))));
        _members = members.ToDictionary(member => member.Name);
    }

    public static IReadOnlyList<string> ConsumerNames { get; } =
        [.. Enumerable.Range(1, Consumers).Select(number => $"{ConsumerPrefix}{number}")];

    public PostgresCluster Postgres { get; }

    public BrokerProcess Broker { get; }

    public Uri Api { get; }

    public Member this[string name] => _members[name];

    /// <summary>The member whose process has that id now; null when none has.</summary>
    public Member? Find(string id) => _members.Values.FirstOrDefault(member => member.Id == id && member.IsUp);

    /// <summary>Starts everything and waits until the API says that all of it is ready.</summary>
    public static async Task<Fleet> StartAsync(Programs programs, string logs, CancellationToken ct)
    {
        var postgres = await PostgresCluster.StartAsync(Ports.Free(), ["track_commit_timestamp=on"]);
        var fleet = new Fleet(postgres, await BrokerProcess.StartAsync(Ports.Free()), Ports.Free(), programs, logs);
        await fleet.EnsureUpAsync();
        await fleet.UntilReadyAsync(ct);
        return fleet;
    }

    /// <summary>Starts whatever is not up.</summary>
    public async Task EnsureUpAsync()
    {
        foreach (var member in _members.Values.Where(member => !member.IsUp))
        {
            await member.StartAsync();
        }
    }

    /// <summary>Starts consumers and bridge anew: they read again whatever was not committed.</summary>
    public async Task RenewReadersAsync()
    {
        var readers = _members.Values.Where(member => member.Name != ApiName).ToList();
        await Task.WhenAll(readers.Select(member => member.Process.TerminateAsync(Patience)));
        await EnsureUpAsync();
    }

    /// <exception cref="TimeoutException">It is not ready in time.</exception>
    public async Task UntilReadyAsync(CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = Api, Timeout = TimeSpan.FromSeconds(30) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var last = "";
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync("/healthz", limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }

                last = await answer.Content.ReadAsStringAsync(limit.Token);
            }
            catch (HttpRequestException error)
            {
                last = error.Message;
            }
            catch (OperationCanceledException) when (!limit.IsCancellationRequested)
            {
                last = "no answer in time";
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                throw new TimeoutException($"The platform is not ready: {last}");
            }

            await Task.Delay(100, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members.Values)
        {
            await member.DisposeAsync();
        }

        await Broker.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    private Dictionary<string, string> EnvironmentOf(string id) => new()
    {
        ["DATABASE_URL"] = Postgres.ConnectionOf(id),
        ["KAFKA_BROKERS"] = Broker.Address,
        ["WORKFLOW_KAFKA_PROFILE"] = "local",
        ["WORKFLOW_CONSUMER_ID"] = id,
        ["LOG_LEVEL"] = "Information",
        ["DOTNET_gcServer"] = "0",
    };
}
