using Workflow.Api.Http.Conditions;
using Workflow.Api.Http.Fields;

namespace Workflow.Api.Http.OpenApi;

/// <summary>Says of a route what the API's document tells about it. Every documented answer is one that really occurs:
/// a test provokes each.</summary>
public static class RouteDescriptions
{
    /// <summary>Begins the description; the calls below add to it.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string tag, string summary) =>
        route.WithMetadata(new RouteContract(tag, summary));

    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder route, QueryShape query) =>
        route.Change(contract => contract.Query = query).Refuses(ProblemTypes.InvalidParameter);

    /// <summary>A JSON body; every way in which one can be refused goes with it.</summary>
    public static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder route, BodyShape body) =>
        route.Change(contract => contract.Body = body).RefusesBodies()
            .Refuses(ProblemTypes.MalformedJson, ProblemTypes.JsonTooDeep, ProblemTypes.InvalidBody);

    /// <summary>A body in a language of its own.</summary>
    public static RouteHandlerBuilder TakesDocument(
        this RouteHandlerBuilder route, string[] mediaTypes, string example) =>
        route.Change(contract => contract.Document = (mediaTypes, example)).RefusesBodies();

    public static RouteHandlerBuilder TakesHeader(this RouteHandlerBuilder route, Field header) =>
        route.Change(contract => contract.Headers.AddOnce(header)).Refuses(ProblemTypes.InvalidParameter);

    /// <summary>A parameter of the path that takes a name as well as an id.</summary>
    public static RouteHandlerBuilder TakesName(this RouteHandlerBuilder route, string parameter) =>
        route.Change(contract => contract.Names.Add(parameter));

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status, string description) =>
        route.Change(contract => contract.Answers.AddOnce(new RouteAnswer(status, typeof(T), description)));

    /// <summary>An answer that goes with an <c>ETag</c>, and 304 for a caller that has it already.</summary>
    public static RouteHandlerBuilder AnswersTagged<T>(this RouteHandlerBuilder route, string description) =>
        route.TakesHeader(IfNoneMatch.Field).Answers<T>(200, description)
            .Answers(304, "The caller has this very answer already.")
            .Change(contract => contract.IsTagged = true);

    /// <summary>A request that counts only while what it changes is still what the caller has seen.</summary>
    public static RouteHandlerBuilder TakesIfMatch(this RouteHandlerBuilder route) =>
        route.TakesHeader(IfMatch.Field).Refuses(ProblemTypes.PreconditionFailed);

    /// <summary>An answer without a body.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, int status, string description) =>
        route.Change(contract => contract.Answers.AddOnce(new RouteAnswer(status, null, description)));

    /// <summary>An answer that goes on until one side ends it.</summary>
    public static RouteHandlerBuilder Streams(this RouteHandlerBuilder route, int status, string description) =>
        route.Change(contract =>
            contract.Answers.AddOnce(new RouteAnswer(status, null, description, "text/event-stream")));

    public static RouteHandlerBuilder Refuses(
        this RouteHandlerBuilder route, params IEnumerable<ProblemType> problems) =>
        route.Change(contract => contract.Problems.AddRange(problems.Except(contract.Problems)));

    private static RouteHandlerBuilder RefusesBodies(this RouteHandlerBuilder route) => route.Refuses(
        ProblemTypes.UnsupportedMediaType, ProblemTypes.UnsupportedContentEncoding, ProblemTypes.BodyTooLarge);

    /// <summary>Endpoints are built more than once, and with them what is said of them.</summary>
    private static void AddOnce<T>(this List<T> list, T item)
    {
        if (!list.Contains(item))
        {
            list.Add(item);
        }
    }

    private static RouteHandlerBuilder Change(this RouteHandlerBuilder route, Action<RouteContract> change)
    {
        route.Add(endpoint => change(endpoint.Metadata.OfType<RouteContract>().Last()));
        return route;
    }
}
