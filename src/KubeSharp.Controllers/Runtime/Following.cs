using KubeSharp.Api;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Informers;

namespace KubeSharp.Controllers.Runtime;

/// <summary>The usual ways in which changes become keys.</summary>
public static class Following
{
    /// <summary>Each change of an object is work for itself.</summary>
    public static void FollowSelf<T>(this InformerFactory informers, Action<ObjectKey> enqueue) where T : class, IApiObject<T> =>
        informers.Get<T>().Subscribe(c => enqueue(Key((c.New ?? c.Old)!)));

    /// <summary>Each change of an object is work for its controller of the kind; both owners' where it changed hands.</summary>
    public static void FollowOwned<T>(this InformerFactory informers, string ownerKind, Action<ObjectKey> enqueue) where T : class, IApiObject<T> =>
        informers.Get<T>().Subscribe(c =>
        {
            var (was, isNow) = (Owner(c.Old, ownerKind), Owner(c.New, ownerKind));
            if (isNow is { } key) { enqueue(key); }
            if (was is { } old && old != isNow) { enqueue(old); }
        });

    /// <summary>An object that nobody controls may be somebody's: each change of one is work for those that may adopt it; one let go, for those too.</summary>
    public static void FollowOrphans<T>(this InformerFactory informers, Func<T, IEnumerable<ObjectKey>> mayAdopt, Action<ObjectKey> enqueue) where T : class, IApiObject<T> =>
        informers.Get<T>().Subscribe(c =>
        {
            if (c.New is not { } value || value.Metadata.Controller() is not null || (c.Old is { } old && old.Metadata.Labels.Equals(value.Metadata.Labels) && old.Metadata.Controller() is null)) { return; }
            foreach (var key in mayAdopt(value)) { enqueue(key); }
        });

    /// <summary>The object's key.</summary>
    public static ObjectKey Key(IApiObject value) => new(value.Metadata.Namespace ?? "", value.Metadata.Name ?? "");

    /// <summary>The reference to the object's controller; null: none.</summary>
    public static OwnerReference? Controller(this ObjectMeta metadata)
    {
        foreach (var owner in metadata.OwnerReferences)
        {
            if (owner.Controller == true) { return owner; }
        }
        return null;
    }

    /// <summary>Whether the object of that uid controls it.</summary>
    public static bool IsControlledBy(this ObjectMeta metadata, string? uid) => metadata.Controller()?.Uid == uid && uid is not null;

    /// <summary>A reference by which the value controls what it makes.</summary>
    public static OwnerReference ControllerReference(this IApiObject value) => new()
    {
        ApiVersion = value.ApiVersion,
        Kind = value.Kind,
        Name = value.Metadata.Name ?? "",
        Uid = value.Metadata.Uid ?? "",
        Controller = true,
        BlockOwnerDeletion = true,
    };

    private static ObjectKey? Owner(IApiObject? value, string kind) =>
        value?.Metadata.Controller() is { } owner && owner.Kind == kind ? new ObjectKey(value.Metadata.Namespace ?? "", owner.Name) : null;
}
