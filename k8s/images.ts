/** Images of our own, as whole references with a tag or a digest. Other images are named where they are used. */
export type Images = {
    /** The service: its entry point takes `serve`, `work` or `migrate`. */
    readonly service: string;
    /** The stand-ins of the CRM's services; only the development cluster runs them. */
    readonly standins: string;
};
