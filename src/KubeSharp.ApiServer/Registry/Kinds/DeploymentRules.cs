using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Deployments. Source: Deployments.</summary>
public sealed class DeploymentRules() : WorkloadRules("deployments.apps", ObjectNode.Empty)
{
    /// <inheritdoc/>
    protected override ObjectNode DefaultSpec(ObjectNode value) => value.Edit("spec", static spec => spec
        .Fill("replicas", 1).Fill("revisionHistoryLimit", 10).Fill("progressDeadlineSeconds", 600)
        .Make("strategy", static strategy =>
        {
            strategy = strategy.Fill("type", "RollingUpdate");
            return strategy.Text("type") == "RollingUpdate" ? strategy.Make("rollingUpdate", static r => r.FillAbsent("maxUnavailable", "25%").FillAbsent("maxSurge", "25%")) : strategy;
        }));

    // Compat: upstream's controller is told of annotations by the generation; pinned by ObjectTests.
    /// <inheritdoc/>
    public override bool AnnotationsCount => true;

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => StatusValidation.Deployment(value, old, errors);

    /// <inheritdoc/>
    protected override void Check(ObjectNode spec, ObjectNode? old, FieldPath path, FieldErrors errors) => WorkloadValidation.Deployment(spec, old, path, errors);
}
