namespace Workflow.Hosting;

/// <summary>What every service tells the host that it builds, before its own arguments.</summary>
public static class ServiceArguments
{
    /// <summary>Settings are read once. The host would watch its whole working directory for changes of files that no
    /// service has, and wake for each write of whatever else lives there.</summary>
    public static string[] Of(string[] args) => ["--hostBuilder:reloadConfigOnChange=false", .. args];
}
