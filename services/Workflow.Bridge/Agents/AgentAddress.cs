using System.Diagnostics.CodeAnalysis;

namespace Workflow.Bridge.Agents;

/// <summary>Where agents listen.</summary>
internal static class AgentAddress
{
    /// <param name="fault">The answer of a call that cannot be made; nothing when it can.</param>
    public static bool TryRead(string? text, [NotNullWhen(true)] out Uri? address, out AgentAnswer fault)
    {
        var isFine = Uri.TryCreate(text, UriKind.Absolute, out address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
        fault = isFine ? default : AgentAnswer.Misconfigured($"'{text}' is no absolute http or https address.");
        return isFine;
    }
}
