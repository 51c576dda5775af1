// The core group has a kind called Node.
global using JsonNode = KubeSharp.Machinery.Documents.Node;
global using KubeSharp.Machinery.Quantities;
