using Workflow.Hosting;

namespace Workflow.Bridge.Options;

/// <summary>Reads <see cref="BridgeOptions"/> from environment variables: WORKFLOW_BRIDGE_ and the option's
/// name.</summary>
public static class BridgeEnvironment
{
    private const string Prefix = "WORKFLOW_BRIDGE";

    /// <summary>Options from variables; an unset or empty one keeps its default.</summary>
    /// <exception cref="SettingException">A value cannot be read or must not be used.</exception>
    public static BridgeOptions Read(IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var options = OptionsReader.Read<BridgeOptions>(environment, Prefix);
        return options.CallsPerAgentMax > options.CallsMax
            ? throw new SettingException(
                $"{Prefix}_CALLS_PER_AGENT_MAX",
                $"{options.CallsPerAgentMax}",
                $"is more than all calls together ({options.CallsMax}), so one slow agent could take every place.")
            : options;
    }
}
