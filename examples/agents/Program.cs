using Workflow.ExampleAgents.Calls;

if (args is ["health", var url])
{
    return await Probe.RunAsync(url);
}

const long BodyBytesMax = 8 * 1024 * 1024;

// Nothing is read again: the host would watch everything below the working directory.
var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
if (string.IsNullOrEmpty(builder.Configuration["urls"]))
{
    builder.WebHost.UseUrls(AgentOptions.DefaultUrl);
}

builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = BodyBytesMax);
builder.Services.AddOptions<AgentOptions>().Configure<IConfiguration>((options, source) => options.Read(source));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<CallLog>();
builder.Services.AddProblemDetails();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
try
{
    app.MapAgents();
}
catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

app.Run();
return 0;
