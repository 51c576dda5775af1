using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching.Apply;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Schemas.Structural;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>The rules of custom resources of a version: what its schema says.</summary>
public sealed class CustomResourceRules(ApiResource resource, CustomResourceVersion version) : KindRules(resource.QualifiedName)
{
    private readonly Pruning _pruning = new(CustomResourceVersion.Metadata, static _ => { });

    /// <inheritdoc/>
    public override bool TakesAnyFinalizer => true;
    /// <inheritdoc/>
    public override bool HasStatus => version.HasStatus;
    /// <inheritdoc/>
    public override bool NeedsVersion => true;
    /// <inheritdoc/>
    public override bool HasGeneration => true;
    /// <inheritdoc/>
    public override bool StatusCounts => !version.HasStatus;
    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } = version.SelectableFields;

    /// <summary>What admission has added is pruned as what clients send is.</summary>
    public override ObjectNode Default(ObjectNode value) => _pruning.Prune(value, version.Schema);

    /// <inheritdoc/>
    public override ObjectNode PrepareForStatusUpdate(ObjectNode value, ObjectNode old)
    {
        // Of metadata an update of status changes who manages fields, and nothing else.
        var metadata = old.Object("metadata").Take("managedFields", value.Object("metadata"));
        return old.Take("status", value).Set("metadata", metadata);
    }

    // Compat: other fields of the first level are taken back, too, and yet their writer's. Pinned by StatusUpdateTests.
    private static readonly FieldFilter _owned = FieldFilters.Without("metadata", "spec");

    /// <inheritdoc/>
    public override FieldFilter Owned(string subresource) => subresource == "status" ? _owned : base.Owned(subresource);

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var schema = version.Schema;
        new ValueValidation(errors).Validate("", value.Remove("metadata"), old?.Remove("metadata"), schema);
        MetadataConstraints.Check(value, old, schema, errors);
        CheckScale(value, errors);
        EmbeddedResources.Check("", value, schema, errors);
        ListItems.FindDuplicates("", value, schema, errors);
        CheckRules(value, old, errors);
    }

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => Validate(value, old, errors);

    // Rules may count on a value that the schema allows.
    private void CheckRules(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        if (version.Rules is not { } rules) { return; }
        if (errors.Causes.Any(static c => c.Reason is "FieldValueNotSupported" or "FieldValueRequired" or "FieldValueTooLong" or "FieldValueTooMany" or "FieldValueTypeInvalid"))
        {
            errors.Invalid(FieldPath.Of("<nil>"), NullNode.Instance, "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation");
            return;
        }
        version.Metrics.Evaluate(() => new RuleEvaluation(errors, new CelBudget(CelBudget.PerRequestDefault)).Evaluate("", value, old, rules));
    }

    private void CheckScale(ObjectNode value, FieldErrors errors)
    {
        if (version.Scale is not { } scale) { return; }
        foreach (var path in (ReadOnlySpan<ImmutableArray<string>>)[scale.SpecReplicas, scale.StatusReplicas])
        {
            if (value.At(path.AsSpan()) is NumberNode { IsInteger: true } number && number.Integer is < 0 or > int.MaxValue)
            {
                errors.Invalid(FieldPath.Of("." + string.Join('.', path)), number, number.Integer < 0 ? "should be a non-negative integer" : $"should be less than or equal to {int.MaxValue}");
            }
        }
    }
}
