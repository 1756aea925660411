using Microsoft.EntityFrameworkCore;

namespace Workflow.Database.Schema;

/// <summary>The tables that are read and written row by row. The hot path (intake, journal, ownership) is plain SQL
/// beside it.</summary>
public sealed class WorkflowContext(DbContextOptions<WorkflowContext> options) : DbContext(options)
{
    public DbSet<DefinitionRow> Definitions => Set<DefinitionRow>();

    public DbSet<VersionRow> Versions => Set<VersionRow>();

    public DbSet<AgentRow> Agents => Set<AgentRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<StepRow> Steps => Set<StepRow>();

    public DbSet<ConsumerRow> Consumers => Set<ConsumerRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<DefinitionRow>().ToTable("workflow_definitions").HasKey(row => row.Id);
        modelBuilder.Entity<VersionRow>().ToTable("workflow_versions")
            .HasKey(row => new { row.WorkflowId, row.Version });
        modelBuilder.Entity<VersionRow>().Property(row => row.Document).HasColumnType("json");
        modelBuilder.Entity<AgentRow>().ToTable("agents").HasKey(row => row.Name);
        modelBuilder.Entity<ConsumerRow>().ToTable("consumers").HasKey(row => row.Id);
        var run = modelBuilder.Entity<RunRow>().ToTable("workflow_runs");
        run.HasKey(row => row.RunId);
        var step = modelBuilder.Entity<StepRow>().ToTable("step_executions");
        step.HasKey(row => new { row.RunId, row.StepPath, row.Iteration, row.Attempt });
        step.Property(row => row.DurationMs).ValueGeneratedOnAddOrUpdate();
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase.Of(property.Name));
                if (JsonColumns.Contains(property.GetColumnName()))
                {
                    property.SetColumnType("json");
                }
            }
        }
    }

    private static readonly HashSet<string> JsonColumns =
        ["plan", "input_data", "output_data", "context_data", "error", "metadata"];
}
