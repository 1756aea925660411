using System.CommandLine;
using System.Text;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Token;

/// <summary><c>workflow token</c>: makes a token for an API that shares a secret with us.</summary>
internal static class TokenCommand
{
    private const string SecretVariable = "WORKFLOW_AUTH_HS256_SECRET";
    private const int NoSecret = 2;

    /// <summary>RFC 7518, section 3.2: the API takes none that is shorter.</summary>
    private const int SecretBytesMin = 32;

    public static Command Build()
    {
        var user = new Option<string>("--user")
        {
            Description = "Who the token is for: owner of all that is made with it.",
            Required = true,
        };
        var role = new Option<string>("--role")
        {
            Description = "What the user is.",
            DefaultValueFactory = _ => "user",
        };
        role.Among("user", "admin");
        var scope = new Option<string?>("--scope")
        {
            Description = "What the token may be used for, such as 'runs:read runs:write'; everything if left out.",
        };
        var hours = new Option<int>("--hours")
        {
            Description = "How long it counts.",
            DefaultValueFactory = _ => 12,
        };
        hours.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > 8_760)
            {
                given.AddError("--hours takes a number from 1 to 8760.");
            }
        });
        var issuer = new Option<string?>("--issuer") { Description = "iss, if the API asks for one." };
        var audience = new Option<string?>("--audience") { Description = "aud, if the API asks for one." };
        var command = new Command(
            "token", $"Makes a token from the secret in {SecretVariable} and prints it.")
        {
            user, role, scope, hours, issuer, audience,
        };
        command.SetAction(call => Print(
            new TokenContent(
                call.GetValue(user)!, call.GetValue(role)!, call.GetValue(scope), call.GetValue(issuer),
                call.GetValue(audience)),
            TimeSpan.FromHours(call.GetValue(hours))));
        return command;
    }

    private static int Print(TokenContent claims, TimeSpan life)
    {
        var secret = Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(SecretVariable) ?? "");
        if (secret.Length < SecretBytesMin)
        {
            Console.Error.WriteLine(
                $"{SecretVariable} has {secret.Length} bytes; set it to the API's own, {SecretBytesMin} or more.");
            return NoSecret;
        }

        Console.WriteLine(SignedToken.Of(claims, TimeProvider.System.GetUtcNow(), life, secret));
        return 0;
    }
}
