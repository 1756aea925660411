using Workflow.Hosting;
using Workflow.Outgoing;
using Workflow.Outgoing.Calls;
using Workflow.Outgoing.Secrets;
using Workflow.Tools;
using Workflow.Tools.Logins;
using Workflow.Tools.Processes;

namespace Workflow.ExecutionConsumer.Startup;

/// <summary>What the calls of executors may do, read once and refused at the start if it must not be used.</summary>
internal sealed record ToolSettings(
    ToolOptions Options, DestinationRules Destinations, OutgoingProxy? Proxy, SecretHosts SecretHosts,
    SecretSource Secrets, ProcessOptions Processes)
{
    /// <param name="isLocal">Whether everything runs on one machine for one user.</param>
    /// <exception cref="SettingException">A value cannot be read or must not be used.</exception>
    public static ToolSettings Read(IReadOnlyDictionary<string, string?> environment, bool isLocal)
    {
        var options = OptionsReader.Read<ToolOptions>(environment, "WORKFLOW_TOOLS");
        var outgoing = OptionsReader.Read<OutgoingOptions>(environment, "WORKFLOW_OUTGOING");
        return new ToolSettings(
            options,
            Of("WORKFLOW_OUTGOING_ALLOWED", outgoing.Allowed, () => DestinationRules.Of(outgoing, isLocal)),
            // Not shown: a proxy's address may hold a password.
            Of("WORKFLOW_TOOLS_PROXY", "…", () => OutgoingProxy.Of(options.Proxy, options.ProxyExceptions)),
            Of("WORKFLOW_TOOLS_SECRET_HOSTS", options.SecretHosts, () => SecretHosts.Of(options.SecretHosts, isLocal)),
            new SecretSource(environment, "the consumer"),
            ReadProcesses(environment));
    }

    private static ProcessOptions ReadProcesses(IReadOnlyDictionary<string, string?> environment)
    {
        string[] known = ["none", "shell", "script", "container"];
        var options = OptionsReader.Read<ProcessOptions>(environment, "WORKFLOW_PROCESSES");
        var wrong = options.Allowed.Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(
            word => !known.Contains(word));
        return wrong is null ? options : throw new SettingException(
            "WORKFLOW_PROCESSES_ALLOWED", options.Allowed, $"'{wrong}' is none of {string.Join(", ", known)}.");
    }

    private static T Of<T>(string name, string value, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException error)
        {
            throw new SettingException(name, value, error.Message);
        }
    }
}
