using System.Collections.Frozen;
using KubeSharp.Api;

namespace KubeSharp.ApiServer.Endpoints.Conversions;

/// <summary>The built-in kinds whose versions differ in more than their name.</summary>
public static class KindConversions
{
    private static readonly FrozenDictionary<(string GroupVersion, string Kind), KindConversion> _all = new Dictionary<(string, string), KindConversion>
    {
        [("autoscaling/v1", "HorizontalPodAutoscaler")] = new(AutoscalerConversion.ToV1, AutoscalerConversion.FromV1),
        [("events.k8s.io/v1", "Event")] = new(EventConversion.FromCore, EventConversion.ToCore, EventConversion.CoreField),
    }.ToFrozenDictionary();

    /// <summary>The conversion of the version; null: it differs in its name only.</summary>
    public static KindConversion? Of(ApiResource version) => _all.GetValueOrDefault((version.GroupVersion, version.Kind));
}
