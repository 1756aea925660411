using System.Diagnostics;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Deployment;

/// <summary>docker-compose.yml keeps the contract of seed 004, and to what is safe by default.</summary>
public sealed class ComposeTests
{
    private static readonly string FilePath = Path.Combine(Built.Root, "docker-compose.yml");
    private static readonly string[] Ours = ["api", "execution-consumer", "bridge", "agents", "setup", "workflow"];
    private readonly ComposeFile _file = new(FilePath, new Dictionary<string, string>());

    [Theory]
    [InlineData("kafka", "")]
    [InlineData("postgres", "")]
    [InlineData("api", "api")]
    [InlineData("execution-consumer", "consumer")]
    [InlineData("bridge", "bridge")]
    [InlineData("agents", "agents")]
    [InlineData("workflow", "tools")]
    [InlineData("otel-collector", "observability")]
    [InlineData("prometheus", "observability")]
    [InlineData("tempo", "observability")]
    [InlineData("grafana", "observability")]
    public void Service_WhenItsProfileIsChosen_Starts(string service, string profile) =>
        Assert.Equal(profile.Length > 0 ? [profile] : [], _file.Service(service).List("profiles"));

    [Theory]
    [InlineData("execution-consumer", "KAFKA_BROKERS", "kafka:29092")]
    [InlineData("execution-consumer", "DATABASE_URL",
        "postgresql://workflow_user:workflow_pass@postgres:5432/workflow_db")]
    [InlineData("execution-consumer", "KAFKA_GROUP_ID", "execution-consumer-group")]
    [InlineData("execution-consumer", "KAFKA_EXECUTION_TOPIC", "workflow.execution.requests")]
    [InlineData("execution-consumer", "KAFKA_CANCELLATION_TOPIC", "workflow.cancellation.requests")]
    [InlineData("execution-consumer", "LOG_LEVEL", "INFO")]
    [InlineData("execution-consumer", "LOG_FORMAT", "json")]
    [InlineData("execution-consumer", "AGENT_REGISTRY_URL", "")]
    [InlineData("api", "KAFKA_BROKERS", "kafka:29092")]
    [InlineData("api", "WORKFLOW_AUTH_HS256_SECRET", "")]
    [InlineData("bridge", "KAFKA_BROKERS", "kafka:29092")]
    [InlineData("kafka", "KAFKA_PROCESS_ROLES", "broker,controller")]
    [InlineData("kafka", "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")]
    [InlineData("postgres", "POSTGRES_USER", "workflow_user")]
    public void Environment_WhenNothingIsSet_IsTheSeeds(string service, string variable, string value) =>
        Assert.Equal(value, _file.Service(service).Environment[variable]);

    [Theory]
    [InlineData("api", "127.0.0.1:8000:8000")]
    [InlineData("kafka", "127.0.0.1:9092:9092")]
    [InlineData("postgres", "127.0.0.1:5432:5432")]
    [InlineData("grafana", "127.0.0.1:3000:3000")]
    public void Port_WhenNothingIsSet_IsForThisMachineOnly(string service, string port) =>
        Assert.Equal([port], _file.Service(service).List("ports"));

    [Fact]
    public void Consumer_WhenScaled_TakesNoPortAndNoName()
    {
        var consumer = _file.Service("execution-consumer");
        Assert.False(consumer.Has("ports") || consumer.Has("container_name"));
        Assert.DoesNotContain("WORKFLOW_CONSUMER_ID", consumer.Environment.Keys);
    }

    [Fact]
    public void Services_WhenTheyFail_AreRestartedAndSeen()
    {
        foreach (var name in _file.Services.Except(["setup", "workflow"]))
        {
            var service = _file.Service(name);
            Assert.Equal("unless-stopped", service.Text("restart"));
            if (name is not ("otel-collector" or "tempo"))
            {
                // Those two hold no program that could ask them.
                Assert.NotEmpty(service.Map("healthcheck").List("test"));
            }

            Assert.True(service.Has("mem_limit") && service.Has("cpus"), $"{name} has no limits.");
        }
    }

    [Fact]
    public void OurServices_WhenRun_MayDoLittle()
    {
        foreach (var service in Ours.Select(_file.Service))
        {
            Assert.Equal("true", service.Text("read_only"));
            Assert.Equal(["ALL"], service.List("cap_drop"));
            Assert.Equal(["no-new-privileges:true"], service.List("security_opt"));
        }
    }

    [Fact]
    public void Services_WhenStarted_WaitForTheSetupAndThatForItsServers()
    {
        foreach (var name in new[] { "api", "execution-consumer", "bridge" })
        {
            var setup = _file.Service(name).Map("depends_on").Map("setup");
            Assert.Equal("service_completed_successfully", setup.Text("condition"));
        }

        Assert.Equal(["setup"], _file.Service("setup").List("command"));
        Assert.Equal(["kafka", "postgres"], _file.Service("setup").Map("depends_on").Keys.Order());
        Assert.Contains("kafka-data", _file.Volumes);
        Assert.Contains("postgres-data", _file.Volumes);
    }

    [Fact]
    public void Variables_WhenTheyCanBeSet_AreInTheExample()
    {
        var example = File.ReadAllText(Path.Combine(Built.Root, ".env.example"));
        foreach (var variable in ComposeFile.VariablesOf(File.ReadAllText(FilePath)))
        {
            Assert.True(
                variable is "KAFKA_CLUSTER_ID" or "WORKFLOW_TOKEN"
                || example.Contains(variable + '=', StringComparison.Ordinal),
                $"{variable} is not in .env.example.");
        }
    }

    /// <summary>Compose itself, where it is on this machine; the assertions above need none.</summary>
    [Fact]
    public async Task Compose_WhenItReadsTheFileWithAllProfiles_AcceptsIt()
    {
        if (!OnPath("docker-compose"))
        {
            return;
        }

        string[] profiles = ["api", "consumer", "bridge", "agents", "tools", "observability"];
        var start = new ProcessStartInfo("docker-compose")
        {
            WorkingDirectory = Built.Root,
            RedirectStandardError = true,
        };
        foreach (var word in profiles.SelectMany(name => new[] { "--profile", name }).Concat(["config", "-q"]))
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }

    internal static bool OnPath(string program) => Environment.GetEnvironmentVariable("PATH")!
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
