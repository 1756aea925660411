using System.Diagnostics;
using Workflow.ExecutionConsumer;
using Workflow.IntegrationTests.Platform;
using YamlDotNet.Serialization;
using Xunit;

namespace Workflow.IntegrationTests.Deployment;

/// <summary>deploy/kubernetes keeps to what rolling updates, probes and scaling need.</summary>
public sealed class KubernetesTests
{
    private static readonly string Folder = Path.Combine(Built.Root, "deploy/kubernetes");
    private static readonly IReadOnlyList<ComposeService> Objects = [.. Read()];

    [Theory]
    [InlineData("workflow-api")]
    [InlineData("workflow-consumer")]
    [InlineData("workflow-bridge")]
    public void Deployment_WhenRolledOut_IsProbedAndReplacedOneByOne(string name)
    {
        var spec = One("Deployment", name).Map("spec");
        var update = spec.Map("strategy").Map("rollingUpdate");
        Assert.Equal(("0", "1"), (update.Text("maxUnavailable"), update.Text("maxSurge")));
        var container = ContainerOf(name);
        Assert.Equal("/livez", container.Map("livenessProbe").Map("httpGet").Text("path"));
        Assert.Equal("/livez", container.Map("startupProbe").Map("httpGet").Text("path"));
        Assert.Equal("/readyz", container.Map("readinessProbe").Map("httpGet").Text("path"));
        Assert.True(container.Map("resources").Map("limits").Has("memory"));
        var budget = One("PodDisruptionBudget", name).Map("spec");
        Assert.Equal(
            name, budget.Map("selector").Map("matchLabels").Text("app.kubernetes.io/name"));
        Assert.Equal(name, spec.Map("template").Map("metadata").Map("labels").Text("app.kubernetes.io/name"));
    }

    [Theory]
    [InlineData("Deployment", "workflow-api")]
    [InlineData("Deployment", "workflow-consumer")]
    [InlineData("Deployment", "workflow-bridge")]
    [InlineData("Job", "workflow-setup")]
    public void Pod_WhenRun_MayDoLittle(string kind, string name)
    {
        var pod = One(kind, name).Map("spec").Map("template").Map("spec");
        Assert.Equal("true", pod.Map("securityContext").Text("runAsNonRoot"));
        Assert.Equal("false", pod.Text("automountServiceAccountToken"));
        // The links of service workflow-api would be taken for options of the API, and refused.
        Assert.Equal("false", pod.Text("enableServiceLinks"));
        var security = pod.Maps("containers").Single().Map("securityContext");
        Assert.Equal("true", security.Text("readOnlyRootFilesystem"));
        Assert.Equal("false", security.Text("allowPrivilegeEscalation"));
        Assert.Equal(["ALL"], security.Map("capabilities").List("drop"));
    }

    [Fact]
    public void Consumer_WhenStopped_HasTimeToHandOver()
    {
        var pod = One("Deployment", "workflow-consumer").Map("spec").Map("template").Map("spec");
        var grace = TimeSpan.FromSeconds(int.Parse(pod.Text("terminationGracePeriodSeconds")!));
        Assert.True(grace > new ConsumerOptions().StopGrace + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Scaling_WhenItWatchesTheLag_WatchesOurGroupAndStopsAtThePartitions()
    {
        var settings = One("ConfigMap", "workflow-settings").Map("data");
        var scaling = One("ScaledObject", "workflow-consumer").Map("spec");
        Assert.Equal(settings.Text("WORKFLOW_KAFKA_PARTITIONS"), scaling.Text("maxReplicaCount"));
        var lag = scaling.Maps("triggers").Single(trigger => trigger.Text("type") == "kafka").Map("metadata");
        Assert.Equal(settings.Text("KAFKA_GROUP_ID"), lag.Text("consumerGroup"));
        Assert.Equal(settings.Text("KAFKA_EXECUTION_TOPIC"), lag.Text("topic"));
        Assert.Equal(settings.Text("KAFKA_BROKERS"), lag.Text("bootstrapServers"));
        Assert.False(One("Deployment", "workflow-consumer").Map("spec").Has("replicas"));
    }

    [Fact]
    public void Secrets_WhenAsked_AreNeitherInTheBaseNorGivenToOthers()
    {
        Assert.DoesNotContain(Objects, one => one.Text("kind") == "Secret");
        Assert.Contains(ContainerOf("workflow-api").Maps("envFrom"), one => IsSecret(one, "workflow-keys"));
        Assert.DoesNotContain(ContainerOf("workflow-consumer").Maps("envFrom"), one => IsSecret(one, "workflow-keys"));
        Assert.DoesNotContain(ContainerOf("workflow-bridge").Maps("envFrom"), one => IsSecret(one, "workflow-keys"));
    }

    [Fact]
    public void Network_WhenNothingAllowsIt_IsClosed()
    {
        var closed = One("NetworkPolicy", "workflow-default").Map("spec");
        Assert.Equal(["Ingress", "Egress"], closed.List("policyTypes"));
        Assert.False(closed.Has("ingress"));
    }

    /// <summary>Where kubectl is on this machine, it builds the example; the assertions above need none.</summary>
    [Fact]
    public async Task Kustomize_WhenItBuildsTheExample_Does()
    {
        if (!ComposeTests.OnPath("kubectl"))
        {
            return;
        }

        var start = new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(Folder, "example")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        Assert.Contains("image: registry.example.com/workflow/consumer:1.0.0", await output);
        Assert.Contains("app.kubernetes.io/part-of: workflow", await output);
    }

    private static bool IsSecret(ComposeService from, string name) =>
        from.Has("secretRef") && from.Map("secretRef").Text("name") == name;

    private static ComposeService ContainerOf(string deployment) => One("Deployment", deployment)
        .Map("spec").Map("template").Map("spec").Maps("containers").Single();

    private static ComposeService One(string kind, string name) => Assert.Single(
        Objects, one => one.Text("kind") == kind && one.Map("metadata").Text("name") == name);

    private static IEnumerable<ComposeService> Read()
    {
        var yaml = new DeserializerBuilder().Build();
        var kustomization = yaml.Deserialize<Dictionary<object, object>>(
            File.ReadAllText(Path.Combine(Folder, "base/kustomization.yaml")));
        return from file in (List<object>)kustomization["resources"]
               from document in File.ReadAllText(Path.Combine(Folder, "base", (string)file)).Split("\n---\n")
               select new ComposeService(yaml.Deserialize<Dictionary<object, object>>(document));
    }
}
