using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.FlowControl.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.FlowSchemas;

/// <summary>Says of each flow schema whether the priority level that it names is there. Source: API Priority and Fairness, troubleshooting.</summary>
public sealed class FlowSchemaController : IController
{
    private const string Dangling = "Dangling";
    private ObjectCache<FlowSchema> _schemas = new();
    private ObjectCache<PriorityLevelConfiguration> _levels = new();

    /// <inheritdoc/>
    public string Name => "flow-schema-controller";

    /// <inheritdoc/>
    public ImmutableArray<string> Watches => ["FlowSchema", "PriorityLevelConfiguration"];

    /// <inheritdoc/>
    public ImmutableArray<string> Writes => ["FlowSchema/status"];

    /// <inheritdoc/>
    public void Follow(InformerFactory informers, Action<ObjectKey> enqueue)
    {
        (_schemas, _levels) = (informers.Get<FlowSchema>().Cache, informers.Get<PriorityLevelConfiguration>().Cache);
        informers.FollowSelf<FlowSchema>(enqueue);
        informers.Get<PriorityLevelConfiguration>().Subscribe(c =>
        {
            if (c is { Old: not null, New: not null }) { return; }
            var name = (c.New ?? c.Old)!.Metadata.Name;
            foreach (var schema in _schemas.List().Where(s => s.Spec?.PriorityLevelConfiguration.Name == name)) { enqueue(Following.Key(schema)); }
        });
    }

    /// <inheritdoc/>
    public Plan Reconcile(ObjectKey key, DateTimeOffset now) =>
        _schemas.Get(null, key.Name) is { Spec: { } spec } schema ? PlanFor(schema, _levels.Get(null, spec.PriorityLevelConfiguration.Name) is not null, now) : Plan.Nothing;

    /// <summary>Decides for a schema and whether its level is there.</summary>
    public static Plan PlanFor(FlowSchema schema, bool isThere, DateTimeOffset now)
    {
        var level = schema.Spec!.PriorityLevelConfiguration.Name;
        var wanted = new FlowSchemaCondition
        {
            Type = Dangling,
            Status = isThere ? "False" : "True",
            Reason = isThere ? "Found" : "NotFound",
            Message = $"This FlowSchema references the PriorityLevelConfiguration object named \"{level}\" {(isThere ? "and it exists" : "but there is no such object")}",
            LastTransitionTime = now.WholeSecond(),
        };
        var there = schema.Status.Conditions.FirstOrDefault(static c => c.Type == Dangling);
        if (there is not null && there.Status == wanted.Status) { wanted = wanted with { LastTransitionTime = there.LastTransitionTime }; }
        if (wanted.Equals(there)) { return Plan.Nothing; }
        return Plan.Of(new UpdateAction<FlowSchema>(schema with { Status = schema.Status with { Conditions = schema.Status.Conditions.Where(static c => c.Type != Dangling).Append(wanted).ToApiList() } }, IsStatus: true));
    }
}
