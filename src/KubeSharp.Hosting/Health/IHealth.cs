namespace KubeSharp.Hosting.Health;

/// <summary>Takes named checks. A name given again replaces the check.</summary>
public interface IHealth
{
    /// <summary>A check of /livez: false means that only a new start helps.</summary>
    void AddLive(string name, Func<bool> check);

    /// <summary>A check of /readyz: false means that requests should go elsewhere for now.</summary>
    void AddReady(string name, Func<bool> check);
}
