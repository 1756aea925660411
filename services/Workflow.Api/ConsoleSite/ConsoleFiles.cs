using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Workflow.Hosting;

namespace Workflow.Api.ConsoleSite;

/// <summary>Serves the console: files for whoever asks, since they tell nothing; what it shows it asks the API
/// for.</summary>
public static class ConsoleFiles
{
    private const string Setting = "WORKFLOW_CONSOLE_FOLDER";

    /// <summary>Serves the console's files and pages; everything else goes on to the API's routes. Comes before
    /// routing.</summary>
    /// <exception cref="SettingException">The folder that was named holds no console.</exception>
    public static void UseConsole(this WebApplication app)
    {
        var named = app.Services.GetRequiredService<ConsoleOptions>().Folder;
        var folder = named.Length > 0 ? Path.GetFullPath(named) : Path.Combine(AppContext.BaseDirectory, "console");
        if (!File.Exists(folder + ConsolePages.Document))
        {
            if (named.Length > 0)
            {
                throw new SettingException(
                    Setting, named, "there is no index.html in this folder, so browsers would find nothing; name the "
                    + "folder that `npm run build` makes, or leave the option out.");
            }

            app.Logger.ConsoleMissing();
            return;
        }

        var files = new PhysicalFileProvider(folder);
        var types = new FileExtensionContentTypeProvider { Mappings = { [".br"] = "application/octet-stream" } };
        app.Use((http, next) =>
        {
            Lead(http.Request, files);
            return next(http);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = types,
            OnPrepareResponse = file =>
            {
                PackedFiles.Describe(file.Context, types);
                ConsoleHeaders.Add(file);
            },
        });
    }

    /// <summary>Leads a request for a page to the console's document, and one for a file to its packed copy.</summary>
    private static void Lead(HttpRequest request, IFileProvider files)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            return;
        }

        if (ConsolePages.Has(request.Path))
        {
            request.Path = ConsolePages.Document;
        }

        PackedFiles.Choose(request, files);
    }
}
