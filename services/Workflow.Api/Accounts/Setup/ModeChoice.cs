using Workflow.Hosting;

namespace Workflow.Api.Accounts.Setup;

/// <summary>Decides whether callers need a token. What decides is the option, else whether there are keys, else the
/// address: nobody but this machine ever gets in without a token.</summary>
public static class ModeChoice
{
    private const string Remedy =
        "set WORKFLOW_AUTH_HS256_SECRET (32 bytes or more), WORKFLOW_AUTH_PUBLIC_KEYS or WORKFLOW_AUTH_JWKS_URL";

    /// <param name="mode">What the option says; null if nothing.</param>
    /// <param name="hasKeys">Whether tokens can be checked.</param>
    /// <param name="beyond">A listening address that is not loopback; null if there is none.</param>
    /// <param name="isProduction">Whether the environment's name says so.</param>
    /// <exception cref="SettingException">The API must not be started like this.</exception>
    public static AccountMode Decide(string? mode, bool hasKeys, string? beyond, bool isProduction)
    {
        var isRequired = mode == "required" || (mode is null && (hasKeys || isProduction || beyond is not null));
        if (isRequired && hasKeys)
        {
            return AccountMode.Required;
        }

        if (isRequired)
        {
            throw new SettingException(
                "WORKFLOW_AUTH_MODE", mode, $"{WhyRequired(mode, beyond)}, and without a key no token can be checked; "
                + Remedy + (mode is null && beyond is not null ? ", or listen on 127.0.0.1." : "."));
        }

        if (beyond is not null)
        {
            throw new SettingException(
                "WORKFLOW_AUTH_MODE", mode,
                $"the API listens at {beyond}, where everybody would be admin without a token; listen on 127.0.0.1, "
                + $"or use required and {Remedy}.");
        }

        return isProduction
            ? throw new SettingException(
                "WORKFLOW_AUTH_MODE", mode,
                "in production nobody is admin without a token; use required and " + Remedy
                + ", or another ASPNETCORE_ENVIRONMENT.")
            : AccountMode.Local;
    }

    private static string WhyRequired(string? mode, string? beyond) =>
        mode is not null ? "everybody needs a token"
        : beyond is not null ? $"the API listens at {beyond}, so everybody needs a token"
        : "in production everybody needs a token";
}
