using System.Diagnostics;

namespace Workflow.IntegrationTests.Fixtures;

/// <summary>For processes that live for seconds: what .NET compiles anew for speed costs them more than it gains, a
/// quarter of the processor time until they are ready.</summary>
internal static class ShortLived
{
    public static void Apply(ProcessStartInfo start) => start.Environment["DOTNET_TC_CallCounting"] = "0";
}
