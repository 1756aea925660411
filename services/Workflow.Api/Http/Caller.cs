namespace Workflow.Api.Http;

/// <summary>Who asks. Every query and command takes one and touches only what is theirs (R10).</summary>
public readonly record struct Caller(string OwnerId)
{
    /// <summary>The one user of an installation without accounts.</summary>
    public static readonly Caller Local = new("local");

    /// <summary>Lets an endpoint take a <see cref="Caller"/> as a parameter.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext http) => ValueTask.FromResult(Local);
}
