namespace KubeSharp.Client.Informers;

/// <summary>An informer, whatever its kind.</summary>
public interface IInformer
{
    /// <summary>Lists and watches until cancelled.</summary>
    Task RunAsync(CancellationToken cancellation);

    /// <summary>Waits until the cache has been filled once.</summary>
    Task WaitForSyncAsync(CancellationToken cancellation);
}
