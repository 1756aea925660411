using Workflow.Database.Schedules;
using Workflow.Hosting;

namespace Workflow.Api.Schedules;

/// <summary>Schedules; they are fired by the owners of their shards.</summary>
internal static class ScheduleServices
{
    public static void AddSchedules(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(OptionsReader.Read<ScheduleOptions>(settings.AsEnumerable(), "WORKFLOW_SCHEDULE"));
        services.AddSingleton<ScheduleStore>();
        services.AddSingleton<ScheduleSteering>();
        services.AddSingleton<FireLog>();
        services.AddSingleton<ScheduleReader>();
        services.AddSingleton<DefinitionSchedules>();
    }
}
