using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Workflow.Model;

namespace Workflow.Database.Schema;

/// <summary>The tables that are read and written row by row. The hot path (intake, journal, ownership) is plain SQL
/// beside it.</summary>
public sealed class WorkflowContext(DbContextOptions<WorkflowContext> options) : DbContext(options)
{
    /// <summary>A context with a connection of its own out of the data source's pool.</summary>
    /// <remarks>Given the data source itself, EF would build its services and the model anew for each. The SQL of
    /// migrations is written by hand, so no model snapshot is compared.</remarks>
    public static WorkflowContext Over(NpgsqlDataSource dataSource) => new(
        new DbContextOptionsBuilder<WorkflowContext>()
            .UseNpgsql(dataSource.CreateConnection(), contextOwnsConnection: true)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options);

    public DbSet<DefinitionRow> Definitions => Set<DefinitionRow>();

    public DbSet<VersionRow> Versions => Set<VersionRow>();

    public DbSet<AgentRow> Agents => Set<AgentRow>();

    public DbSet<ConsumerRow> Consumers => Set<ConsumerRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<DefinitionRow>().ToTable("workflow_definitions").HasKey(row => row.Id);
        modelBuilder.Entity<VersionRow>().ToTable("workflow_versions")
            .HasKey(row => new { row.WorkflowId, row.Version });
        modelBuilder.Entity<VersionRow>().Property(row => row.Document).HasColumnType("json");
        modelBuilder.Entity<AgentRow>().ToTable("agents").HasKey(row => row.Name);
        modelBuilder.Entity<AgentRow>().HasQueryFilter(row => row.DeletedAt == null);
        modelBuilder.Entity<AgentRow>().Property(row => row.Auth).HasColumnType("jsonb")
            .HasConversion(auth => auth!.ToJson(), text => AgentAuth.FromJson(text));
        modelBuilder.Entity<AgentRow>().Property(row => row.RateLimit).HasColumnType("jsonb")
            .HasConversion(limit => limit!.ToJson(), text => RateLimit.FromJson(text)!);
        modelBuilder.Entity<AgentRow>().Property(row => row.HealthCheck).HasColumnType("jsonb")
            .HasConversion(check => check!.ToJson(), text => HealthCheck.FromJson(text)!);
        foreach (var name in new[] { nameof(AgentRow.InputSchema), nameof(AgentRow.OutputSchema),
            nameof(AgentRow.Retry) })
        {
            modelBuilder.Entity<AgentRow>().Property<RawJson?>(name).HasColumnType("json")
                .HasConversion(json => json!.Value.ToString(), text => RawJson.FromText(text));
        }

        modelBuilder.Entity<ConsumerRow>().ToTable("consumers").HasKey(row => row.Id);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase.Of(property.Name));
            }
        }
    }
}
