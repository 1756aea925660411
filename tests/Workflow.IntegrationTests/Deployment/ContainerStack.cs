using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Workflow.IntegrationTests.Platform;
using Workflow.Kafka;
using Xunit;

namespace Workflow.IntegrationTests.Deployment;

/// <summary>The services of docker-compose.yml, started from what their Dockerfiles build, with the environment that
/// the file gives them; only addresses and ports are this machine's.</summary>
internal sealed class ContainerStack(ComposeFile compose, string folder, string database, EmbeddedBroker broker)
    : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<string, (Image Image, int Port)> _images = new();
    private readonly Dictionary<string, ServiceProcess> _running = [];

    public Image ImageOf(string service) => _images[service].Image;

    public int PortOf(string service) => _images[service].Port;

    public async Task BuildAsync(string service)
    {
        var dockerfile = compose.Service(service).Map("build").Text("dockerfile")!;
        var image = await new ImageBuild(Path.Combine(folder, service)).RunAsync(dockerfile);
        Assert.Equal("1654:1654", image.User);
        Assert.Contains("chiseled", image.BaseImage);
        Assert.Equal(["CMD", .. image.HealthCheck], compose.Service(service).Map("healthcheck").List("test"));
        _images[service] = (image, Ports.Free());
    }

    /// <summary>Starts a service from the image of another, or of its own.</summary>
    public ServiceProcess Start(string service, string image, params string[] arguments)
    {
        var (built, port) = _images[image];
        var environment = new Dictionary<string, string>(built.Environment);
        foreach (var (name, value) in compose.Service(service).Environment)
        {
            environment[name] = value;
        }

        environment["DATABASE_URL"] = database;
        environment["KAFKA_BROKERS"] = broker.BootstrapServers;
        Replace(environment, "ASPNETCORE_URLS", $"http://*:{port}");
        Replace(environment, "WORKFLOW_HEALTH_PORT", $"{port}");
        string[] entrypoint = [.. compose.Service(service).List("entrypoint")];
        entrypoint = entrypoint.Length == 0
            ? built.Entrypoint
            : [.. entrypoint.Select(word => word.Replace(built.WorkFolder + '/', ""))];
        string[] command = arguments.Length > 0 ? arguments : [.. compose.Service(service).List("command")];
        var process = ServiceProcess.Start(
            [.. Unprivileged, .. entrypoint, .. command], environment, built.Root + built.WorkFolder);
        _running.TryAdd(service, process);
        return process;
    }

    /// <summary>Runs a service's health check until it says that all is well.</summary>
    public async Task UntilHealthyAsync(string service)
    {
        var (image, port) = _images[service];
        string[] check = [.. image.HealthCheck[..^1], new UriBuilder(image.HealthCheck[^1]) { Port = port }.ToString()];
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            await using var probe = ServiceProcess.Start(
                check, new Dictionary<string, string>(), image.Root + image.WorkFolder);
            if (await probe.WaitForExitAsync() == 0)
            {
                return;
            }

            Assert.False(
                patience.IsCancellationRequested || _running[service].HasExited,
                $"{service} is not healthy: {probe.Output}\n{_running[service].Output}");
        }
    }

    public HttpClient Http(string token)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{PortOf("api")}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running.Values)
        {
            await process.DisposeAsync();
        }
    }

    private static string[] Unprivileged => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
        : [];

    private static void Replace(Dictionary<string, string> environment, string name, string value)
    {
        if (environment.ContainsKey(name))
        {
            environment[name] = value;
        }
    }
}
