using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching.Apply;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// What is special about a kind, beyond what its schema says; one class a kind, in Registry/Kinds. The generic registry does all the rest
/// (metadata, names, generation, uid, finalizers, preconditions, managed fields). Objects come in the storage version. All members are pure
/// except <see cref="ReserveAsync"/>, <see cref="Claimed"/> and <see cref="Released"/>. A kind without a class of its own has this one.
/// </summary>
public class KindRules(string resource)
{
    /// <summary>Qualified plural: pods, deployments.apps.</summary>
    public string Resource { get; } = resource;

    /// <summary>What a name must be; default a DNS subdomain (253).</summary>
    public virtual NameRule NameRule => NameRule.DnsSubdomain;

    /// <summary>Whether finalizers may be any names, not only known ones and those with a domain.</summary>
    public virtual bool TakesAnyFinalizer => Unchecked.IsFinalizerFree(Resource);

    /// <summary>Defaults that depend on other fields, applied after the schema's, at each decode.</summary>
    public virtual ObjectNode Default(ObjectNode value) => value;

    /// <summary>Before a creation: drops what users may not set; default: status is dropped where the kind has that subresource.</summary>
    public virtual ObjectNode PrepareForCreate(ObjectNode value) => HasStatus ? value.Remove("status") : value;

    /// <summary>Before an update: what users may not change is taken from the old object; default: status.</summary>
    public virtual ObjectNode PrepareForUpdate(ObjectNode value, ObjectNode old) =>
        !HasStatus ? value : old["status"] is { } status ? value.Set("status", status) : value.Remove("status");

    /// <summary>Before an update of the status subresource: default: all but status and what metadata may come with it is the old one's.</summary>
    public virtual ObjectNode PrepareForStatusUpdate(ObjectNode value, ObjectNode old) =>
        old.Take("status", value).Set("metadata", StatusMetadata.Of(Resource, value.Object("metadata"), old.Object("metadata")));

    /// <summary>What a write through the subresource (empty: the object itself) may own: what the three before do not take back.</summary>
    public virtual FieldFilter Owned(string subresource) => ResetFields.Of(Resource, HasStatus, subresource);

    /// <summary>Whether the kind has a status subresource that shields its status.</summary>
    public virtual bool HasStatus => false;

    /// <summary>Whether metadata.generation counts changes of what is not metadata or status; default: kinds with a status.</summary>
    public virtual bool HasGeneration => HasStatus;

    /// <summary>Whether a change of status counts as one of the generation too: custom resources without that subresource. Default: no.</summary>
    public virtual bool StatusCounts => false;

    /// <summary>Whether changed labels count as a change of the generation too. Default: no.</summary>
    public virtual bool LabelsCount => false;

    /// <summary>Whether changed annotations count as a change of the generation too. Default: no.</summary>
    public virtual bool AnnotationsCount => false;

    /// <summary>Finds what is wrong with a new object (<paramref name="old"/> null) or a changed one, in upstream's order.</summary>
    public virtual void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) { }

    /// <summary>Finds what a change may not do: immutable fields and the like; the subresource by which it came, or an empty text.</summary>
    public virtual void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) { }

    /// <summary>Finds what is wrong only in the API group in which the request came (events.k8s.io is stricter than the core group). Default: nothing.</summary>
    public virtual void ValidateVersion(string group, ObjectNode value, ObjectNode? old, FieldErrors errors) { }

    /// <summary>Finds what is wrong with a changed status.</summary>
    public virtual void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) { }

    /// <summary>Texts for Warning headers on a create or update.</summary>
    public virtual ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) => [];

    /// <summary>Texts for Warning headers on a creation, of the object as it is before it is prepared.</summary>
    public virtual ImmutableArray<string> EarlyWarnings(ObjectNode value) => [];

    /// <summary>Texts for Warning headers on an update of the status.</summary>
    public virtual ImmutableArray<string> StatusWarnings(ObjectNode value) => [];

    /// <summary>Fields that field selectors may name beside metadata.name and metadata.namespace, with how to read them.</summary>
    public virtual ImmutableArray<SelectableField> SelectableFields => [];

    /// <summary>Goes by itself some time after it was last written (events). Default: no.</summary>
    public virtual bool IsTransient => false;

    /// <summary>PUT of a name that is not there makes it.</summary>
    public virtual bool AllowsCreateOnUpdate => false;

    /// <summary>Whether an update must say at which version it is aimed. Default: kinds whose updates upstream takes by no other way.</summary>
    public virtual bool NeedsVersion => Unchecked.IsAimed(Resource);

    /// <summary>Graceful deletion: seconds the object stays with a deletionTimestamp; 0: it goes at once (kinds without graceful deletion). Asked is what the request says, or null.</summary>
    public virtual long GracePeriodSeconds(ObjectNode value, long? asked) => 0;

    /// <summary>What else changes when a deletion begins that does not end at once (a namespace's phase). Default: nothing.</summary>
    public virtual ObjectNode BeginDeletion(ObjectNode value) => value;

    /// <summary>Beside metadata.finalizers something holds a deleted object back (a namespace's own finalizers).</summary>
    public virtual bool IsHeld(ObjectNode value) => false;

    /// <summary>A deletion that is done at once answers with the object rather than with a Status.</summary>
    public virtual bool ReturnsDeleted => DeletionAnswers.AreObjects(Resource);

    /// <summary>What happens to dependents when the request does not say: Background, or Orphan for old kinds (ReplicationController).</summary>
    public virtual string DefaultPropagation => "Background";

    /// <summary>
    /// Takes what must be unique in the cluster (service addresses, node ports) just before storing: returns the object with it filled in and
    /// how to give it back if storing fails. Default: nothing.
    /// </summary>
    public virtual ValueTask<Reservation> ReserveAsync(ObjectNode value, ObjectNode? old, bool dryRun, CancellationToken cancellation) => new(new Reservation(value, null));

    /// <summary>Names of what the object has and no other may: stored with it, each once in the store (<see cref="ObjectClaims"/>). Default: nothing.</summary>
    public virtual IReadOnlyList<string> Claims(ObjectNode value) => [];

    /// <summary>Another server has given this to another object, whose news has not come yet: <see cref="ReserveAsync"/> gives it to nobody else.</summary>
    public virtual void Claimed(string claim, string owner) { }

    /// <summary>The object is gone from the store: gives back what <see cref="ReserveAsync"/> took for it.</summary>
    public virtual void Released(ObjectNode value) { }
}
