using KubeSharp.Api;
using KubeSharp.Api.Resources.V1;

namespace KubeSharp.Scheduler.Devices;

/// <summary>One request of a claim, as one of its forms asks for it.</summary>
/// <param name="Request">Its name, that of a form behind a slash.</param>
/// <param name="ClassName">The class of devices.</param>
/// <param name="Selectors">What they must be besides.</param>
/// <param name="Count">So many; 0: all there are.</param>
/// <param name="IsAdmin">It looks at devices that others use.</param>
/// <param name="Tolerations">Taints of devices that do not matter.</param>
internal sealed record DeviceWish(string Request, string ClassName, ApiList<DeviceSelector> Selectors, long Count, bool IsAdmin, ApiList<DeviceToleration> Tolerations)
{
    /// <summary>The request without the form.</summary>
    public string Main => Request.Split('/')[0];

    /// <summary>The forms of a request, the best first.</summary>
    public static IReadOnlyList<DeviceWish> Of(DeviceRequest request) => request.Exactly is { } exactly
        ? [new(request.Name, exactly.DeviceClassName, exactly.Selectors, CountOf(exactly.AllocationMode, exactly.Count), exactly.AdminAccess == true, exactly.Tolerations)]
        : [.. request.FirstAvailable.Select(s => new DeviceWish($"{request.Name}/{s.Name}", s.DeviceClassName, s.Selectors, CountOf(s.AllocationMode, s.Count), false, s.Tolerations))];

    /// <summary>Whether a list of requests names this one, or is empty and so names all.</summary>
    public bool IsNamedBy(ApiList<string> requests) => requests.Count == 0 || requests.Contains(Main) || requests.Contains(Request);

    private static long CountOf(string? mode, long? count) => mode == "All" ? 0 : count ?? 1;
}
